import { type Results, Signature } from 'ovoscope';

export default class CreatesExe extends Signature {
  name = 'creates_exe';
  description = 'Creates a Windows executable on the filesystem';
  severity = 2;

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
