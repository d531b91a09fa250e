import { given, SignatureTester } from 'ovoscope/testing';
import StaticOfficeTemplate from './static_office_template.ts';

const office = (fields: object) => given.container({ static: { office: fields } });
const link = (type: string, target: string, is_automatic = true) =>
  office({ links: [{ place: 'word/_rels/settings.xml.rels', type, target, is_remote: true, is_automatic }] });

new SignatureTester().run(StaticOfficeTemplate, {
  detects: [
    { name: 'a template', results: link('attachedTemplate', 'https://evil.example/a.dotm') },
    {
      name: 'an object',
      results: link('oleObject', 'mhtml:http://evil.example/x.html!x-usc:http://evil.example/x.html'),
    },
  ],
  ignores: [
    { name: 'a link to click', results: link('hyperlink', 'https://www.example/', false) },
    { name: 'a picture', results: link('image', 'https://www.example/a.png') },
    { name: "the maker's", results: link('attachedTemplate', 'https://contoso.sharepoint.com/t.dotx') },
  ],
});
