import { beforeAll, expect, it } from 'vitest';
import { loadPlugins, type Plugins, preparePlugins } from '../../src/engine/load.ts';
import { processAnalysis } from '../../src/engine/process.ts';
import type { Band, Match, Results } from '../../src/index.ts';
import { describeShared, sharedData } from '../support/shared-data.ts';

/** Signatures that must be among the matches, signatures that must not, and where the verdict must lie. */
interface Facts {
  fires?: readonly string[];
  silent?: readonly string[];
  bands: readonly Band[];
}

const QUIET: readonly Band[] = ['no threat found', 'inconclusive'];
const INJECTION = ['injection_process_hollowing', 'injection_remote_thread', 'injection_executable_memory'];

const MINER_PAGE: Facts = {
  fires: ['static_script_miner'],
  silent: [...INJECTION, 'static_script_loader', 'network_raw_address', 'discovery_language'],
  bands: ['suspicious'],
};

const ANALYSES: { readonly [path: string]: Facts } = {
  '2-analyses/cuckoo-2.0.7_win_pafish_1': {
    fires: [
      ...['antivm_devices', 'antivm_files', 'antivm_registry_keys', 'antivm_windows', 'antivm_wmi_queries'],
      ...['antivm_firmware_values', 'antivm_disk_size', 'antisandbox_modules', 'antisandbox_files', 'antiemu_wine'],
      ...['antidebug_presence', 'discovery_processes', 'antisandbox_mouse', 'antisandbox_hardware'],
    ],
    silent: [...INJECTION, 'ransomware_notes', 'persistence_run_key', 'credentials_browsers'],
    bands: ['malicious'],
  },
  '2-analyses/cuckoo-2.0.7_win7_cerber_packed': {
    fires: ['ransomware_note_shown', 'stops_security_programs', 'deletes_itself', 'network_blockchain'],
    silent: [...INJECTION, 'disables_firewall', 'antivm_files'],
    bands: ['malicious'],
  },
  '2-analyses/cuckoo-2.0dev_pdf_sample_analysis_storage': {
    fires: [
      ...['injection_process_hollowing', 'injection_writes_executable', 'injection_suspended_child'],
      'system_program_of_stranger',
    ],
    silent: ['injection_remote_thread', 'injection_apc', 'antivm_devices'],
    bands: ['malicious'],
  },
  '2-analyses/cuckoo-1.2_winxp_1': {
    fires: ['injection_remote_thread', 'disables_system_tools', 'dropper_runs_dropped', 'sample_crashed'],
    silent: ['injection_process_hollowing', 'disables_uac', 'antidebug_tools'],
    bands: ['malicious'],
  },
  '2-analyses/cuckoo-1.2_winxp_3_noreport': {
    fires: ['persistence_run_key', 'antidebug_tools', 'antisandbox_modules', 'antisandbox_sleep', 'deletes_itself'],
    silent: ['disables_system_tools', 'credentials_browsers'],
    bands: ['malicious'],
  },
  '3-reports/cape-2.2/0000a65749f5902c.json.gz': {
    fires: [
      ...['injection_remote_thread', 'persistence_run_key', 'persistence_scheduled_task', 'copies_itself'],
      ...['deletes_itself', 'discovery_external_address', 'network_http_address', 'delayed_by_ping'],
      'library_beside_program',
    ],
    silent: ['antivm_devices', 'ransomware_renames', 'masquerades_as_system'],
    bands: ['malicious'],
  },
  '3-reports/cape-2.4/5d61700feabba201.json.gz': {
    fires: ['network_script_host', 'network_http_address', 'network_raw_address', 'static_script_loader'],
    silent: [...INJECTION, 'antivm_firmware_values', 'powershell_encoded', 'powershell_policy_bypassed'],
    bands: ['malicious'],
  },
  '3-reports/cuckoo-0.4.2/report.json.gz': {
    fires: ['injection_remote_thread', 'antisandbox_sleep', 'network_user_agent'],
    silent: ['injection_process_hollowing', 'antivm_files'],
    bands: ['malicious'],
  },
  '3-reports/cuckoo-2.0dev/athend_2.json': {
    fires: ['antivm_devices', 'removes_mark_of_web'],
    silent: INJECTION,
    bands: ['malicious'],
  },
  '3-reports/cuckoodroid-1.2/anthonyjr2_33.json.gz': {
    fires: ['android_sends_sms', 'android_intercepts_sms', 'android_device_admin', 'android_reads_identity'],
    silent: ['android_runs_commands', 'android_asks_for_root', 'android_hides_icon'],
    bands: ['malicious'],
  },
  '3-reports/cuckoodroid-2.0dev/idanr_14.json.gz': {
    fires: ['android_hides_icon', 'android_runs_commands', 'android_reads_messages_and_contacts'],
    silent: ['android_asks_for_root', 'android_records'],
    bands: ['malicious'],
  },
  '3-reports/cuckoodroid-1.2/felixho_23.json.gz': { bands: QUIET },
  // Scripts of web pages with a miner in them, which does nothing outside of a browser.
  '3-reports/cape-2.4/36d218f384010cce.json.gz': MINER_PAGE,
  '3-reports/cape-2.4/41ce492f04accef7.json.gz': MINER_PAGE,
  '3-reports/cape-2.4/515a6269965ccdf1.json.gz': MINER_PAGE,
  '3-reports/cape-2.4/873275144af88e9b.json.gz': MINER_PAGE,

  // Harmless programs and scripts, and what Windows does by itself beside them.
  '2-analyses/cuckoo-1.0dev_winxp_1': { bands: QUIET },
  '2-analyses/cuckoo-1.x_win_saltar_2': { bands: QUIET },
  '2-analyses/cuckoo-2.0.7_win10_exe_210': { bands: QUIET },
  '3-reports/cuckoo-2.0.7/nccs_benign_report.json.gz': { bands: QUIET },
  '3-reports/cuckoo-2.0.7/diephho_benign_00eea857.json': { bands: QUIET },
  '3-reports/cape-2.2/55dcd38773f4104b.json.gz': { bands: QUIET },
  '2-analyses/cape-2.4_AL_AcceptEx.exe/Report/reports/lite.json.gz': { fires: ['network_listens'], bands: QUIET },
  '2-analyses/cape-2.4_AL_etw-dns-app.exe/Report/reports/lite.json.gz': { bands: QUIET },
  '2-analyses/cape-2.4_AL_ipv6_network.exe/Report/reports/lite.json.gz': { bands: QUIET },
  // Made to try out what monitors see: it sets a Run key, it downloads with bitsadmin.
  '2-analyses/cape-2.4_AL_apihooks.exe/Report/reports/lite.json.gz': { silent: INJECTION, bands: ['suspicious'] },
  '2-analyses/cape-2.4_AL_bits.ps1/Report/reports/lite.json.gz': {
    fires: ['lolbin_proxy'],
    // Sysmon saw the sandbox's own threads.
    silent: ['sysmon_remote_thread'],
    bands: ['suspicious'],
  },
};

describeShared('built-in signatures on real analyses', () => {
  let plugins: Plugins;
  beforeAll(async () => {
    const { files, problems } = await preparePlugins([]);
    plugins = await loadPlugins({ files: files.filter(({ origin }) => origin === 'built-in'), problems });
  }, 60_000);

  it.each(Object.entries(ANALYSES))(
    '%s',
    async (path, { fires = [], silent = [], bands }) => {
      const { results, problems, close } = await processAnalysis(sharedData(path), { plugins, out: false });
      try {
        const names = (results.signatures ?? []).map(({ name }) => name);
        expect(fires.filter((name) => !names.includes(name))).toEqual([]);
        expect(silent.filter((name) => names.includes(name))).toEqual([]);
        expect(bands, names.join(', ')).toContain(results.verdict?.band);
        expect(problems.filter(({ where }) => where.signature !== undefined)).toEqual([]);
        expect((results.signatures ?? []).flatMap((match) => strayEvidence(match, results))).toEqual([]);
      } finally {
        await close();
      }
    },
    120_000,
  );
});

/** Evidence that points to a call which isn't there, or is another one. */
function strayEvidence({ name, data }: Match, results: Results): string[] {
  const processes = results.behavior?.processes ?? [];
  return (data as { pid?: number; cid?: number; api?: string }[])
    .filter(({ cid }) => cid !== undefined)
    .filter(({ pid, cid, api }) => {
      const candidates = processes.filter((process) => process.process_id === pid);
      return !candidates.some((process) => process.calls.at(cid!)?.api === api);
    })
    .map((piece) => `${name}: ${JSON.stringify(piece)}`);
}
