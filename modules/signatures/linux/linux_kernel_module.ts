import { CommandSignature } from '../_command-signature.ts';

const COMMAND = /(?:^|[\s;&|"'/])(?:insmod|modprobe)\s+(?!-r\b)(?:-\w+\s+)?[\w./-]+/;

/** Programs for virtual machines and hardware load modules. */
export default class LinuxKernelModule extends CommandSignature {
  name = 'linux_kernel_module';
  description = 'Loads a module into the kernel';
  severity = 3;
  confidence = 80;
  categories = ['linux', 'persistence'];
  ttps = ['T1547.006', 'T1014'];
  references = ['https://attack.mitre.org/techniques/T1547/006/', 'https://attack.mitre.org/techniques/T1014/'];

  protected concerns(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
