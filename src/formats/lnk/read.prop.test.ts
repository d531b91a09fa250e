import { lnkSample } from '../../../tests/support/static-samples.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { readLnk } from './read.ts';

describeReader('a shortcut', [lnkSample(), lnkSample({ isUnicode: false, overlay: Buffer.from('payload') })], readLnk);
