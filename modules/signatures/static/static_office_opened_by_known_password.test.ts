import { given, SignatureTester } from 'ovoscope/testing';
import StaticOfficeOpenedByKnownPassword from './static_office_opened_by_known_password.ts';

const office = (fields: object) => given.container({ static: { office: fields } });

new SignatureTester().run(StaticOfficeOpenedByKnownPassword, {
  detects: [
    { name: 'a workbook', results: office({ encryption: { method: 'standard', password: 'VelvetSweatshop' } }) },
    { name: 'a presentation', results: office({ encryption: { method: 'RC4', password: '/01Hannes Ruescher/01' } }) },
  ],
  ignores: [
    { name: 'one of the user', results: office({ encryption: { method: 'agile', password: 'secret' } }) },
    { name: 'none', results: office({ encryption: null }) },
  ],
});
