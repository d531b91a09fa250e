import { given, SignatureTester } from 'ovoscope/testing';
import StaticOfficeMacroStomped from './static_office_macro_stomped.ts';

const office = (fields: object) => given.container({ static: { office: fields } });
const module = (is_stomped: boolean | null, stream = 'VBA/Module1') =>
  office({ macros: [{ stream, filename: 'Module1.bas', is_stomped }] });

new SignatureTester().run(StaticOfficeMacroStomped, {
  detects: [
    { name: 'one module', results: module(true) },
    { name: 'another one', results: module(true, 'Macros/VBA/ThisDocument') },
  ],
  ignores: [
    { name: 'an honest one', results: module(false) },
    { name: 'where that cannot be told', results: module(null) },
  ],
});
