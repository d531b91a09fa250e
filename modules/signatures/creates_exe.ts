import { type Results, Signature } from 'ovoscope';

/** Programs that are only opened are in the list as well, so nearly every sample has some. */
export default class CreatesExe extends Signature {
  name = 'creates_exe';
  description = 'Creates a Windows executable on the filesystem';
  severity = 2;
  confidence = 25;

  run(results: Results) {
    for (const fileName of results.behavior!.summary.files) {
      if (fileName.endsWith('.exe')) {
        this.data.push({ file_name: fileName });
        return true;
      }
    }
    return false;
  }
}
