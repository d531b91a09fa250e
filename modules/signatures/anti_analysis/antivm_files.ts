import { type Results, Signature } from 'ovoscope';
import { apis, files, firstUses } from 'ovoscope/query';

const DRIVER =
  /\\drivers\\(?:vbox(?:mouse|guest|sf|video|wddm)|vm(?:hgfs|mouse|memctl|rawdsk|usbmouse|x86|mousever|srvc|nat|ci|_vsock)|vm3dmp(?:[_-]\w+)?|hgfs|vsock|balloon|netkvm|pvpanic|viofs|viogpudo|vioinput|viorng|vioscsi|vioser|viostor|prl_\w+|xen\w+)\.sys$/i;
const TOOL =
  /\\(?:vbox(?:disp|hook|mrxnp|ogl(?:arrayspu|crutil|errorspu|feedbackspu|packspu|passthroughspu)?|service|tray|control)\.(?:dll|exe)|vm(?:toolsd|waretray|wareuser|acthlp|GuestLib|hgfs)\.(?:exe|dll)|qemu-ga\.exe|prl_(?:cc|tools)\.exe|xenservice\.exe)$/i;
const FOLDER =
  /\\(?:Oracle\\VirtualBox Guest Additions|VMware\\VMware Tools|Virtio-Win|qemu-ga|Parallels\\Parallels Tools)(?:\\|$)/i;

/** Installers of guest tools look for their files. */
export default class AntivmFiles extends Signature {
  name = 'antivm_files';
  description = "Looks for files of virtual machines' drivers and tools";
  severity = 3;
  confidence = 85;
  categories = ['anti-vm'];
  ttps = ['T1497.001'];
  references = ['https://attack.mitre.org/techniques/T1497/001/'];

  run(results: Results) {
    const found = files(results, DRIVER, TOOL, FOLDER);
    this.data.push(...firstUses(results, found, apis.looksForFile, 'filepath'));
    return found.length > 0;
  }
}
