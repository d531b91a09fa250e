import { machoSample, universalSample } from '../../../tests/support/static-samples.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { readMachO } from './read.ts';

const samples = [
  machoSample(),
  machoSample({ is64: false }),
  machoSample({ is64: false, isBig: true }),
  universalSample(),
];
describeReader('a Mach-O file', samples, readMachO);
