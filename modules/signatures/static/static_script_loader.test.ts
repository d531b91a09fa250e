import { given, SignatureTester } from 'ovoscope/testing';
import StaticScriptLoader from './static_script_loader.ts';

const script = (...strings: string[]) => given.container({ strings });
const loader = [
  '[Byte[]]$c = [System.Convert]::FromBase64String("38uq")',
  '$f = VirtualAlloc',
  '[Marshal]::GetDelegateForFunctionPointer($f, $t)',
];

new SignatureTester().run(StaticScriptLoader, {
  detects: [
    { name: 'in the sample', results: script(...loader) },
    {
      name: 'in a command',
      results: given.container({
        extracted: [
          {
            category: 'script',
            raw: null,
            info: {},
            program: 'powershell',
            content: loader.join(';'),
            sha256: '',
            size: 1,
          },
        ],
      }),
    },
    { name: 'as CAPE keeps it', results: given.container({ file: { data: loader.join('\n') } }) },
  ],
  ignores: [
    {
      name: 'a program with the same words',
      results: given.container({ strings: loader, static: { pe_sections: [] } }),
    },
    {
      name: 'a script of an administrator',
      results: script('Add-Type -MemberDefinition $d', '[Byte[]]$b = Get-Content a.bin', 'Get-Process'),
    },
    { name: 'two of three', results: script('VirtualAlloc', 'CreateThread') },
  ],
});
