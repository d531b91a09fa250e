import { peSample } from '../../../tests/support/static-samples.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { readPe } from './read.ts';

const withoutImage: typeof readPe = async (source, problem) => {
  const pe = await readPe(source, problem);
  return pe && { ...pe, image: undefined as never };
};

describeReader('a PE file', [peSample(), peSample({ is64: true, overlay: Buffer.from('more') })], withoutImage);
