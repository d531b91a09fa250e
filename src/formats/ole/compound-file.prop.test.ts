import { oleFile } from '../../../tests/support/ole-writer.ts';
import { Damage } from '../binary/damage.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { openCompoundFile } from './compound-file.ts';

const sample = oleFile({
  Big: Buffer.alloc(9000, 1),
  Empty: Buffer.alloc(0),
  '\u0001Small': Buffer.from('small'),
  Folder: { Inner: { Deep: Buffer.from('deep') }, Other: Buffer.alloc(100, 7) },
});

describeReader('a compound file', [sample], (source, problem) => {
  const damage = new Damage(source, 'OLE', problem);
  const file = openCompoundFile(source, damage);
  const found = file?.streams().map((entry) => [entry.path, file.read(entry).length]);
  damage.end();
  return found;
});
