import { pdfSample } from '../../../tests/support/static-samples.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { readPdf } from './read.ts';

describeReader('a PDF file', [pdfSample()], (source, problem) => readPdf(source, problem));
