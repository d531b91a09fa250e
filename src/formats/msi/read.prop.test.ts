import { msiSample } from '../../../tests/support/office-samples.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { readMsi } from './read.ts';

describeReader('a package of Windows Installer', [msiSample()], (source, problem) => readMsi(source, problem));
