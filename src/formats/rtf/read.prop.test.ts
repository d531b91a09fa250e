import { rtfSample } from '../../../tests/support/office-samples.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { readRtf } from './read.ts';

describeReader('an RTF document', [rtfSample()], (source, problem) => readRtf(source, problem));
