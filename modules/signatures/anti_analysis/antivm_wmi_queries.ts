import { type Results, Signature } from 'ovoscope';
import { firstUses, wmiQueries } from 'ovoscope/query';

/** Classes that describe hardware; programs for inventory ask for them as well. */
const HARDWARE =
  /\bfrom\s+(?:Win32_(?:BIOS|BaseBoard|ComputerSystem(?:Product)?|DiskDrive|Fan|CacheMemory|PhysicalMemory|PnPEntity|PnPDevice|PortConnector|Processor|SMBIOSMemory|VideoController|VoltageProbe|TemperatureProbe|MemoryDevice)|MSAcpi_ThermalZoneTemperature|CIM_(?:Memory|Sensor|NumericSensor|Slot|PhysicalConnector|TemperatureSensor|VoltageSensor))\b/i;
const QUERIES = ['IWbemServices_ExecQuery', 'IWbemServices_ExecQueryAsync'];

/** Programs that make an inventory ask the same. */
export default class AntivmWmiQueries extends Signature {
  name = 'antivm_wmi_queries';
  description = 'Asks WMI about hardware by which virtual machines are told';
  severity = 2;
  confidence = 80;
  categories = ['anti-vm', 'discovery'];
  ttps = ['T1497.001', 'T1047'];
  references = [
    'https://attack.mitre.org/techniques/T1497/001/',
    'https://learn.microsoft.com/en-us/windows/win32/cimwin32prov/computer-system-hardware-classes',
  ];

  run(results: Results) {
    const found = wmiQueries(results, HARDWARE);
    this.data.push(...firstUses(results, found, QUERIES, 'query'));
    return found.length > 0;
  }
}
