import { given, SignatureTester } from 'ovoscope/testing';
import PowershellHosted from './powershell_hosted.ts';

const load = (name: string, module_name: string) => given(name, ['LdrLoadDll', { module_name }]);

new SignatureTester().run(PowershellHosted, {
  detects: [
    { name: 'by name', results: load('sample.exe', 'System.Management.Automation.dll') },
    {
      name: 'the native image',
      results: load(
        'rundll32.exe',
        'C:\\Windows\\assembly\\NativeImages_v4.0.30319_64\\System.Manaa57fc8cc#\\a\\System.Management.Automation.ni.dll',
      ),
    },
  ],
  ignores: [
    { name: 'PowerShell', results: load('powershell.exe', 'System.Management.Automation.dll') },
    { name: 'another library', results: load('sample.exe', 'System.Management.dll') },
  ],
});
