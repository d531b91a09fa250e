import { readHtml } from '../src/formats/html/read.ts';

/** Any text as a page. */
export function fuzz(data: Uint8Array): void {
  JSON.stringify(readHtml(Buffer.from(data).toString('latin1')));
}

export const corpus = (): Uint8Array[] => [
  Buffer.from(
    '<html><head><title>a</title><base href="http://a.example/"><meta http-equiv="refresh" content="0;url=b"></head>' +
      '<body onload="x()"><!-- c --><a href="http://b.example/">http://c.example/</a><iframe src=d width=0></iframe>' +
      '<form action=e method=post><input type=password name=p></form><script language="VBScript">if a<b then</script>' +
      '<object classid="clsid:1"><param name=a value=b></object><!--[if IE]>x<![endif]--></body></html>',
  ),
];
