import { expect, it } from 'vitest';
import { prettyScript } from './_pretty_script.ts';

it.each([
  ['a();b();', 'a();\nb();'],
  ['if(a){b();}else{c();}', 'if(a){\n    b();\n}else{\n    c();\n}'],
  ['for(var i=0;i<5;i++){x();}', 'for(var i=0;i<5;i++){\n    x();\n}'],
  ['a=\'};{\';b="//";', 'a=\'};{\';\nb="//";'],
  ['x=/a;{/.test(y);z=a/b;c=d/e;', 'x=/a;{/.test(y);\nz=a/b;\nc=d/e;'],
  ['a();// b;c\nd();/* e;f */g();', 'a();\n// b;c\nd();\n/* e;f */g();'],
  ['}}}a();', '}\n}\n}\na();'],
  ['', ''],
])('%s', (code, expected) => {
  expect(prettyScript(code)).toBe(expected);
});

it('takes what never ends as it is', () => {
  expect(prettyScript("a='b;c")).toBe("a='b;\nc");
  expect(prettyScript('/* a;b')).toBe('/* a;b');
});
