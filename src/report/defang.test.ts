import { expect, it } from 'vitest';
import { defang, refang } from './defang.ts';

it.each([
  ['url', 'http://mail.example.com/a.exe?b=1.2', 'hxxp://mail[.]example[.]com/a.exe?b=1.2'],
  ['url', 'HTTPS://User@Example.com:8443', 'HXXPS://User[@]Example[.]com:8443'],
  ['url', 'ftp://a.example', 'fxp://a[.]example'],
  ['url', 'a.example/x.php', 'a[.]example/x.php'],
  ['host', 'evil.example', 'evil[.]example'],
  ['host', '203.0.113.7', '203[.]0[.]113[.]7'],
  ['host', '203.0.113.7:80', '203[.]0[.]113[.]7:80'],
  ['host', '2001:db8::1', '2001[:]db8[:][:]1'],
  ['host', 'joe@example.com', 'joe[@]example[.]com'],
  ['text', 'curl http://a.example/x.exe -o x.exe', 'curl hxxp://a[.]example/x.exe -o x.exe'],
  ['text', 'ping 203.0.113.7 -n 1', 'ping 203[.]0[.]113[.]7 -n 1'],
  ['text', 'C:\\a.b\\version 6.1.7601.17514', 'C:\\a.b\\version 6.1.7601.17514'],
] as const)('defangs as %s: %s', (kind, text, dead) => {
  expect(defang(text, kind)).toBe(dead);
  expect(refang(dead)).toBe(text);
});

it('takes linear time on text made to be slow', () => {
  const text = `${'http://'.repeat(50_000)}${'1.'.repeat(50_000)}${':'.repeat(50_000)}`;
  expect(defang(text, 'text').length).toBeGreaterThan(text.length / 2);
  expect(defang(text, 'host').length).toBeGreaterThan(text.length);
});
