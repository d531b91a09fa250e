import { given, SignatureTester } from 'ovoscope/testing';
import StaticLnkHidesCommand from './static_lnk_hides_command.ts';

const lnk = (fields: object) => given.container({ static: { lnk: fields } });

new SignatureTester().run(StaticLnkHidesCommand, {
  detects: [
    { name: 'behind spaces', results: lnk({ cmdline: `${' '.repeat(300)}/c start a.vbs` }) },
    { name: 'a whole script', results: lnk({ cmdline: `-c ${'$a='.repeat(400)}` }) },
  ],
  ignores: [
    { name: 'a short one', results: lnk({ cmdline: '--profile a' }) },
    { name: 'a long path', results: lnk({ cmdline: 'x'.repeat(300) }) },
  ],
});
