import { docmSample, excelSample, wordSample, xlsmSample } from '../../../tests/support/office-samples.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { readOffice } from './read.ts';

const samples = [docmSample(), xlsmSample(), wordSample(), excelSample()];

describeReader('an Office document', samples, (source, problem) => readOffice(source, problem), 100);
