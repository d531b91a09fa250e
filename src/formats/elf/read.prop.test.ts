import { elfSample } from '../../../tests/support/static-samples.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { readElf } from './read.ts';

const samples = [{}, { is64: false }, { isBig: true }, { is64: false, isBig: true }, { sections: false }];
describeReader(
  'an ELF file',
  samples.map((options) => elfSample(options)),
  readElf,
);
