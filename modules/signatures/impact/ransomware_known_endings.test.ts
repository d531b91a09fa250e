import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import RansomwareKnownEndings from './ransomware_known_endings.ts';

const move = (...names: string[]) =>
  given(
    'sample.exe',
    ...names.map(
      (name, i): GivenCall => [
        'MoveFileWithProgressW',
        { oldfilepath: `C:\\Users\\a\\${i}.docx`, newfilepath: `C:\\Users\\a\\${name}` },
      ],
    ),
  );

new SignatureTester().run(RansomwareKnownEndings, {
  detects: [
    { name: 'WannaCry', results: move('0.docx.WNCRY', '1.docx.WNCRY', '2.docx.WNCRY') },
    { name: 'a common word', results: move('0.docx.locked', '1.docx.locked', '2.docx.locked') },
  ],
  ignores: [
    { name: 'once', results: move('0.docx.WNCRY') },
    { name: 'a common word alone', results: move('Main.java', 'Other.java', 'Third.java') },
    { name: 'other endings', results: move('0.bak', '1.bak', '2.bak') },
  ],
});
