// Made by scripts/make-attack-data.ts from the STIX bundle of the Malware Behavior Catalog; see NOTICE.

export const RELEASE = '3.1';

/** Id|name|ids of objectives. */
export const BEHAVIOURS = `\
B0001.001|API Hook Detection|OB0001
B0001.002|CheckRemoteDebuggerPresent|OB0001
B0001.003|CloseHandle|OB0001
B0001.004|Debugger Artifacts|OB0001
B0001.005|Hardware Breakpoints|OB0001
B0001.006|Interruption|OB0001
B0001.008|IsDebuggerPresent|OB0001
B0001.009|Memory Breakpoints|OB0001
B0001.010|Memory Write Watching|OB0001
B0001.011|Monitoring Thread|OB0001
B0001.012|NtQueryInformationProcess|OB0001
B0001.013|NtQueryObject|OB0001
B0001.014|NtSetInformationThread|OB0001
B0001.015|NtYieldExecution/SwitchToThread|OB0001
B0001.016|OutputDebugString|OB0001
B0001.017|Page Exception Breakpoint Detection|OB0001
B0001.018|Parent Process|OB0001
B0001.019|Process Environment Block|OB0001
B0001.020|Process Jobs|OB0001
B0001.021|ProcessHeap|OB0001
B0001.022|RtlAdjustPrivilege|OB0001
B0001.023|SeDebugPrivilege|OB0001
B0001.024|SetHandleInformation|OB0001
B0001.025|Software Breakpoints|OB0001
B0001.026|Stack Canary|OB0001
B0001.027|TIB Aware|OB0001
B0001.028|Timing/Delay Check|OB0001
B0001.029|TLS Callbacks|OB0001
B0001.030|UnhandledExceptionFilter|OB0001
B0001.031|WudfIsAnyDebuggerPresent|OB0001
B0001.032|Timing/Delay Check GetTickCount|OB0001
B0001.033|Timing/Delay Check QueryPerformanceCounter|OB0001
B0001.034|Anti-debugging Instructions|OB0001
B0001.035|Process Environment Block BeingDebugged|OB0001
B0001.036|Process Environment Block NtGlobalFlag|OB0001
B0001.037|Process Environment Block IsDebugged|OB0001
B0001.038|Check Processes|OB0001
B0001|Debugger Detection|OB0001
B0002.001|Block Interrupts|OB0001
B0002.002|Break Point Clearing|OB0001
B0002.003|Byte Stealing|OB0001
B0002.004|Change SizeOfImage|OB0001
B0002.005|Code Integrity Check|OB0001
B0002.006|Exception Misdirection|OB0001
B0002.007|Get Base Indirectly|OB0001
B0002.008|Guard Pages|OB0001
B0002.009|Hook Interrupt|OB0001
B0002.010|Import Obfuscation|OB0001
B0002.011|Inlining|OB0001
B0002.012|Loop Escapes|OB0001
B0002.013|Malloc Use|OB0001
B0002.014|Modify PE Header|OB0001
B0002.015|Nanomites|OB0001
B0002.016|Obfuscate Library Use|OB0001
B0002.017|Parallel Threads|OB0001
B0002.018|Pipeline Misdirection|OB0001
B0002.019|Pre-Debug|OB0001
B0002.020|Relocate API Code|OB0001
B0002.021|Return Obfuscation|OB0001
B0002.022|RtlAdjustPrivilege|OB0001
B0002.023|Section Misalignment|OB0001
B0002.024|Self-Debugging|OB0001
B0002.025|Self-Unmapping|OB0001
B0002.026|Static Linking|OB0001
B0002.027|Stolen API Code|OB0001
B0002.028|Tampering|OB0001
B0002.029|Thread Timeout|OB0001
B0002.030|Use Interrupts|OB0001
B0002|Debugger Evasion|OB0001
B0003.001|Alternative ntdll.dll|OB0001
B0003.002|Data Flood|OB0001
B0003.003|Delayed Execution|OB0001
B0003.004|Demo Mode|OB0001
B0003.005|Drop Code|OB0001
B0003.006|Encode File|OB0001
B0003.007|Hook File System|OB0001
B0003.008|Hook Interrupt|OB0001
B0003.009|Illusion|OB0001
B0003.010|Restart|OB0001
B0003.011|Code Integrity Check|OB0001
B0003.012|API Hammering|OB0001
B0003|Dynamic Analysis Evasion|OB0001
B0004.001|Check for Emulator-related Files|OB0001
B0004.002|Check for WINE Version|OB0001
B0004.003|Check Emulator-related Registry Keys|OB0001
B0004.004|Failed Network Connections|OB0001
B0004|Emulator Detection|OB0001
B0005.001|Different Opcode Sets|OB0001
B0005.002|Undocumented/Unimplemented Opcodes|OB0001
B0005.003|Unusual/Undocumented API Calls|OB0001
B0005.004|Extra Loops/Time Locks|OB0001
B0005|Emulator Evasion|OB0001
B0006.001|Code Encryption in Memory|OB0001
B0006.002|Erase the PE header|OB0001
B0006.003|Hide virtual memory|OB0001
B0006.004|SizeOfImage|OB0001
B0006.005|Tampering|OB0001
B0006.006|Guard Pages|OB0001
B0006.007|On-the-Fly APIs|OB0001
B0006.008|Feed Misinformation|OB0001
B0006.009|Flow Opcode Obstruction|OB0001
B0006.010|Hook memory mapping APIs|OB0001
B0006.011|Patch MmGetPhysicalMemoryRanges|OB0001
B0006|Memory Dump Evasion|OB0001
B0007.001|Check Clipboard Data|OB0001
B0007.002|Check Files|OB0001
B0007.003|Human User Check|OB0001
B0007.004|Injected DLL Testing|OB0001
B0007.005|Product Key/ID Testing|OB0001
B0007.006|Screen Resolution Testing|OB0001
B0007.007|Self Check|OB0001
B0007.008|Timing/Date Check|OB0001
B0007.009|Timing/Uptime Check|OB0001
B0007.010|Test API Routines|OB0001
B0007|Sandbox Detection|OB0001
B0008.001|Multiple VMs|OB0001,OB0002
B0008|Executable Code Virtualization|OB0001,OB0002
B0009.001|Check File and Directory Artifacts|OB0001
B0009.002|Check Memory Artifacts|OB0001
B0009.003|Check Named System Objects|OB0001
B0009.004|Check Processes|OB0001
B0009.005|Check Registry Keys|OB0001
B0009.006|Check Running Services|OB0001
B0009.007|Check Software|OB0001
B0009.008|Check Virtual Devices|OB0001
B0009.009|Check Windows|OB0001
B0009.010|Guest Process Testing|OB0001
B0009.011|HTML5 Performance Object Check|OB0001
B0009.012|Human User Check|OB0001
B0009.013|Modern Specs Check|OB0001
B0009.014|Modern Specs Check - Total physical memory|OB0001
B0009.015|Modern Specs Check - Drive size|OB0001
B0009.016|Modern Specs Check - USB drive|OB0001
B0009.017|Modern Specs Check - Printer|OB0001
B0009.018|Modern Specs Check - Processor count|OB0001
B0009.019|Modern Specs Check - Keyboard layout|OB0001
B0009.020|Check Windows - Window size|OB0001
B0009.021|Check Windows - Unique windows|OB0001
B0009.022|Check Windows - Title bars|OB0001
B0009.023|Unique Hardware/Firmware Check|OB0001
B0009.024|Unique Hardware/Firmware Check - BIOS|OB0001
B0009.025|Unique Hardware/Firmware Check - I/O Communication Port|OB0001
B0009.026|Unique Hardware/Firmware Check - CPU Name|OB0001
B0009.027|Unique Hardware/Firmware Check - CPU Location|OB0001
B0009.028|Unique Hardware/Firmware Check - MAC Address|OB0001
B0009.029|Instruction Testing|OB0001
B0009.030|Instruction Testing - SIDT (red pill)|OB0001
B0009.031|Instruction Testing - SGDT/SLDT (no pill)|OB0001
B0009.032|Instruction Testing - SMSW|OB0001
B0009.033|Instruction Testing - STR|OB0001
B0009.034|Instruction Testing - CPUID|OB0001
B0009.035|Instruction Testing - IN|OB0001
B0009.036|Instruction Testing - RDTSC|OB0001
B0009.037|Instruction Testing - VMCPUID|OB0001
B0009.038|Instruction Testing - VPCEXT|OB0001
B0009|Virtual Machine Detection|OB0001
B0010.001|Two-layer Function Return|OB0002
B0010.002|Invoke NTDLL System Calls via Encoded Table|OB0002
B0010.003|Shadow Process Communication|OB0002
B0010|Call Graph Generation Evasion|OB0002
B0011.001|Delete File|OB0009
B0011.002|Download File|OB0009
B0011.003|Execute|OB0009
B0011.004|Shutdown|OB0009
B0011.005|Sleep|OB0009
B0011.006|Uninstall|OB0009
B0011.007|Upload File|OB0009
B0011|Remote Commands|OB0009
B0012.001|Argument Obfuscation|OB0002
B0012.002|Conditional Misdirection|OB0002
B0012.003|Value Dependent Jumps|OB0002
B0012.005|VBA Stomping|OB0002
B0012.006|Desynchronizing Opaque Predicates|OB0002
B0012.007|Fake Function|OB0002
B0012|Disassembler Evasion|OB0002
B0013.001|Process detection|OB0007
B0013.002|Process detection - Debuggers|OB0007
B0013.003|Process detection - SysInternals Suite Tools|OB0007
B0013.004|Process detection - PCAP Utilities|OB0007
B0013.005|Process detection - Process Utilities|OB0007
B0013.006|Process detection - PE Utilities|OB0007
B0013.007|Process detection - Sandboxes|OB0007
B0013.008|Known File Location|OB0007
B0013.009|Known Window|OB0007
B0013.010|Known Windows Class Name|OB0007
B0013|Analysis Tool Discovery|OB0007
B0014|SMTP Connection Discovery|OB0007
B0016|Compromise Data Integrity|OB0008
B0017|Destroy Hardware|OB0008
B0018.001|Password Cracking|OB0008
B0018.002|Cryptojacking|OB0008
B0018|Resource Hijacking|OB0008
B0019|Manipulate Network Traffic|OB0008
B0020|Send Email|OB0009,OB0011
B0021|Send Poisoned Text Message|OB0009,OB0011
B0022.001|Reverse Shell|OB0008,OB0012
B0022|Remote Access|OB0008,OB0012
B0023|Install Additional Program|OB0009
B0024|Prevent Concurrent Execution|OB0009
B0025.001|Suicide Exit|OB0001,OB0006,OB0009
B0025.002|Environmental Keys|OB0001,OB0006,OB0009
B0025.003|GetVolumeInformation|OB0001,OB0006,OB0009
B0025.004|Host Fingerprint Check|OB0001,OB0006,OB0009
B0025.005|Secure Triggers|OB0001,OB0006,OB0009
B0025.006|Token Check|OB0001,OB0006,OB0009
B0025.007|Runs as Service|OB0001,OB0006,OB0009
B0025.008|Deposited Keys|OB0001,OB0006,OB0009
B0025|Conditional Execution|OB0001,OB0006,OB0009
B0026|Malicious Network Driver|OB0011,OB0012
B0027.001|Fileless Malware|OB0006
B0027.002|Registry Install|OB0006
B0027|Alternative Installation Location|OB0006
B0028.001|Bitcoin|OB0003,OB0005
B0028.002|Ethereum|OB0003,OB0005
B0028.003|Zcash|OB0003,OB0005
B0028|Cryptocurrency|OB0003,OB0005
B0029.001|Packer Stub|OB0006
B0029.002|Call Indirections|OB0006
B0029.003|Code Reordering|OB0006
B0029|Polymorphic Code|OB0006
B0030.001|Send Data|OB0004
B0030.002|Receive Data|OB0004
B0030.003|Server to Client File Transfer|OB0004
B0030.004|Implant to Controller File Transfer|OB0004
B0030.005|Check for Payload|OB0004
B0030.006|Send System Information|OB0004
B0030.007|Send Heartbeat|OB0004
B0030.008|Request Command|OB0004
B0030.009|Request Email Template|OB0004
B0030.010|Request Email Address List|OB0004
B0030.011|Authenticate|OB0004
B0030.012|Directory Listing|OB0004
B0030.013|Execute File|OB0004
B0030.014|Execute Shell Command|OB0004
B0030.015|File search|OB0004
B0030.016|Start Interactive Shell|OB0004
B0030|C2 Communication|OB0004
B0031|Domain Name Generation|OB0004
B0032.001|API Hashing|OB0002
B0032.002|Code Insertion|OB0002
B0032.003|Dead Code Insertion|OB0002
B0032.004|Fake Code Insertion|OB0002
B0032.005|Jump Insertion|OB0002
B0032.006|Thunk Code Insertion|OB0002
B0032.007|Junk Code Insertion|OB0002
B0032.008|Data Value Obfuscation|OB0002
B0032.009|Entry Point Obfuscation|OB0002
B0032.010|Guard Pages|OB0002
B0032.011|Import Address Table Obfuscation|OB0002
B0032.012|Import Compression|OB0002
B0032.013|Instruction Overlap|OB0002
B0032.014|Interleaving Code|OB0002
B0032.016|Structured Exception Handling (SEH)|OB0002
B0032.017|Stack Strings|OB0002
B0032.018|Symbol Obfuscation|OB0002
B0032.019|Opaque Predicate|OB0002
B0032.020|Argument Obfuscation|OB0002
B0032.021|Variable Recomposition|OB0002
B0032|Executable Code Obfuscation|OB0002
B0033|Denial of Service|OB0008
B0034.001|Jump/Call Absolute Address|OB0002
B0034.002|Minification|OB0002
B0034|Executable Code Optimization|OB0002
B0035|Shutdown Event|OB0012
B0036.001|Memory-only Payload|OB0001
B0036.002|Encrypted Payloads|OB0001
B0036.003|Multiple Stages of Loaders|OB0001
B0036|Capture Evasion|OB0001
B0037.001|ROP Chains|OB0006
B0037|Bypass Data Execution Prevention|OB0006
B0038.001|Use Hashquine|OB0007
B0038.002|Check Magic String|OB0007
B0038.003|Check Section Length|OB0007
B0038|Self Discovery|OB0007
B0039|Spamming|OB0008
B0040.001|Hide Data in Registry|OB0006
B0040.002|Steganography|OB0006
B0040|Covert Location|OB0006
B0042.001|CDROM|OB0008
B0042.002|Mouse|OB0008
B0042.003|Printer|OB0008
B0042|Modify Hardware|OB0008
B0043|Taskbar Discovery|OB0007
B0044|Execution Dependency|OB0009
B0045.001|Control Dependence|OB0002
B0045.002|Implicit Flows|OB0002
B0045.003|Arbitrary Memory Corruption|OB0002
B0045|Data Flow Analysis Evasion|OB0002
B0046.001|Enumerate PE Sections|OB0007
B0046.002|Inspect Section Memory Permissions|OB0007
B0046.003|Parse PE Header|OB0007
B0046|Code Discovery|OB0007
B0047|Install Insecure or Malicious Configuration|OB0006,OB0012
C0001.001|Set Socket Config|OC0006
C0001.002|TCP Server|OC0006
C0001.003|Create Socket|OC0006
C0001.004|Connect Socket|OC0006
C0001.005|Start TCP Server|OC0006
C0001.006|Receive Data|OC0006
C0001.007|Send Data|OC0006
C0001.008|TCP Client|OC0006
C0001.009|Initialize Winsock Library|OC0006
C0001.010|Create UDP Socket|OC0006
C0001.011|Create TCP Socket|OC0006
C0001.012|Get Socket Status|OC0006
C0001.013|UDP Client|OC0006
C0001.014|Send TCP Data|OC0006
C0001.015|Send UDP Data|OC0006
C0001.016|Receive TCP Data|OC0006
C0001.017|Receive UDP Data|OC0006
C0001|Socket Communication|OC0006
C0002.001|Server|OC0006
C0002.002|Client|OC0006
C0002.003|Send Request|OC0006
C0002.004|Open URL|OC0006
C0002.005|Send Data|OC0006
C0002.006|Download URL|OC0006
C0002.007|WinINet|OC0006
C0002.008|WinHTTP|OC0006
C0002.009|Connect to Server|OC0006
C0002.010|IWebBrowser|OC0006
C0002.011|Extract Body|OC0006
C0002.012|Create Request|OC0006
C0002.013|Set Header|OC0006
C0002.014|Read Header|OC0006
C0002.015|Receive Request|OC0006
C0002.016|Send Response|OC0006
C0002.017|Get Response|OC0006
C0002.018|Start Server|OC0006
C0002|HTTP Communication|OC0006
C0003.001|Create Pipe|OC0006
C0003.002|Connect Pipe|OC0006
C0003.003|Read Pipe|OC0006
C0003.004|Write Pipe|OC0006
C0003|Interprocess Communication|OC0006
C0004.001|Send File|OC0006
C0004.002|WinINet|OC0006
C0004|FTP Communication|OC0006
C0005.001|InternetConnect|OC0006
C0005.002|InternetOpen|OC0006
C0005.003|InternetOpenURL|OC0006
C0005.004|InternetReadFile|OC0006
C0005.005|InternetWriteFile|OC0006
C0005|WinINet|OC0006
C0006|Heap Spray|OC0002
C0007|Allocate Memory|OC0002
C0008.001|Executable Stack|OC0002
C0008.002|Executable Heap|OC0002
C0008|Change Memory Protection|OC0002
C0009|Stack Pivot|OC0002
C0010|Overflow Buffer|OC0002
C0011.001|Resolve|OC0006
C0011.002|Server Connect|OC0006
C0011.003|DDNS Domain Connect|OC0006
C0011.004|Resolve TLD|OC0006
C0011.005|Resolve Free Hosting Domain|OC0006
C0011|DNS Communication|OC0006
C0012.001|Server Connect|OC0006
C0012.002|Request|OC0006
C0012|SMTP Communication|OC0006
C0014.001|Generate Traffic|OC0006
C0014.002|Echo Request|OC0006
C0014|ICMP Communication|OC0006
C0015.001|Append Extension|OC0001
C0015|Alter File Extension|OC0001
C0016.001|Create Office Document|OC0001
C0016.002|Create Ransomware File|OC0001
C0016|Create File|OC0001
C0017.001|Create Process via Shellcode|OC0003
C0017.002|Create Process via WMI|OC0003
C0017.003|Create Suspended Process|OC0003
C0017|Create Process|OC0003
C0018|Terminate Process|OC0003
C0019|Check String|OC0004
C0020|Use Constant|OC0004
C0021.001|GetTickCount|OC0005
C0021.002|rand|OC0005
C0021.003|Use API|OC0005
C0021.004|RC4 PRGA|OC0005
C0021|Generate Pseudo-random Sequence|OC0005
C0023.001|Minifilter|OC0007
C0023|Load Driver|OC0007
C0024.001|QuickLZ|OC0004
C0024.002|IEncodingFilterFactory|OC0004
C0024|Compress Data|OC0004
C0025.001|QuickLZ|OC0004
C0025.002|IEncodingFilterFactory|OC0004
C0025.003|aPLib|OC0004
C0025|Decompress Data|OC0004
C0026.001|Base64|OC0004
C0026.002|XOR|OC0004
C0026|Encode Data|OC0004
C0027.001|AES|OC0005
C0027.002|Blowfish|OC0005
C0027.003|Camellia|OC0005
C0027.004|3DES|OC0005
C0027.005|Twofish|OC0005
C0027.006|HC-128|OC0005
C0027.007|HC-256|OC0005
C0027.008|Sosemanuk|OC0005
C0027.009|RC4|OC0005
C0027.010|RC6|OC0005
C0027.011|RSA|OC0005
C0027.012|Stream Cipher|OC0005
C0027.013|Skipjack|OC0005
C0027.014|Block Cipher|OC0005
C0027|Encrypt Data|OC0005
C0028.001|Import Public Key|OC0005
C0028.002|RC4 KSA|OC0005
C0028|Encryption Key|OC0005
C0029.001|MD5|OC0005
C0029.002|SHA1|OC0005
C0029.003|SHA256|OC0005
C0029.004|SHA224|OC0005
C0029.005|Tiger|OC0005
C0029.006|Snefru|OC0005
C0029|Cryptographic Hash|OC0005
C0030.001|MurmurHash|OC0004
C0030.002|pHash|OC0004
C0030.003|Fast-Hash|OC0004
C0030.004|dhash|OC0004
C0030.005|FNV|OC0004
C0030.006|djb2|OC0004
C0030|Non-Cryptographic Hash|OC0004
C0031.001|AES|OC0005
C0031.002|Block Cipher|OC0005
C0031.003|Blowfish|OC0005
C0031.004|Camellia|OC0005
C0031.005|3DES|OC0005
C0031.006|HC-128|OC0005
C0031.007|HC-256|OC0005
C0031.008|RC4|OC0005
C0031.009|RC6|OC0005
C0031.010|RSA|OC0005
C0031.011|Skipjack|OC0005
C0031.012|Sosemanuk|OC0005
C0031.013|Stream Cipher|OC0005
C0031.014|Twofish|OC0005
C0031|Decrypt Data|OC0005
C0032.001|CRC32|OC0004
C0032.002|Luhn|OC0004
C0032.003|BSD|OC0004
C0032.005|Adler|OC0004
C0032|Checksum|OC0004
C0033|Console|OC0008
C0034.001|Set Variable|OC0008
C0034|Environment Variable|OC0008
C0035|Wallpaper|OC0008
C0036.001|Set Registry Value|OC0008
C0036.002|Delete Registry Key|OC0008
C0036.003|Open Registry Key|OC0008
C0036.004|Create Registry Key|OC0008
C0036.005|Query Registry Key|OC0008
C0036.006|Query Registry Value|OC0008
C0036.007|Delete Registry Value|OC0008
C0036|Registry|OC0008
C0037.001|Minifilter|OC0007
C0037|Install Driver|OC0007
C0038|Create Thread|OC0003
C0039|Terminate Thread|OC0003
C0040|Allocate Thread Local Storage|OC0003
C0041|Set Thread Local Storage Value|OC0003
C0042|Create Mutex|OC0003
C0043|Check Mutex|OC0003
C0044|Free Memory|OC0002
C0045|Copy File|OC0001
C0046|Create Directory|OC0001
C0047|Delete File|OC0001
C0048|Delete Directory|OC0001
C0049|Get File Attributes|OC0001
C0050|Set File Attributes|OC0001
C0051|Read File|OC0001
C0052|Writes File|OC0001
C0053.001|Base64|OC0004
C0053.002|XOR|OC0004
C0053|Decode Data|OC0004
C0054|Resume Thread|OC0003
C0055|Suspend Thread|OC0003
C0056|Read Virtual Disk|OC0001
C0057.001|Ctrl-Alt-Del|OC0007
C0057.002|Mouse Click|OC0007
C0057|Simulate Hardware|OC0007
C0058|Modulo|OC0004
C0059.001|API Call|OC0005
C0059.002|Static Public Library|OC0005
C0059|Crypto Library|OC0005
C0060|Compression Library|OC0004
C0061|Hashed Message Authentication Code|OC0005
C0063|Move File|OC0001
C0064|Enumerate Threads|OC0003
C0065|Open Process|OC0003
C0066|Open Thread|OC0003
C0068|Crypto Algorithm|OC0005
C0069|Crypto Constant|OC0005
C0070|Unmap Section View|OC0003
C0071|Write Process Memory|OC0003
C0072|Set Thread Context|OC0003
E1010.m01|Window Text|OB0007
E1010|Application Window Discovery|OB0007
E1014.m12|Application Rootkit|OB0006
E1014.m13|Bootloader|OB0006
E1014.m14|Hardware/Firmware Rootkit|OB0006
E1014.m15|Hypervisor/Virtualized Rootkit|OB0006
E1014.m16|Kernel Mode Rootkit|OB0006
E1014.m17|Memory Rootkit|OB0006
E1014|Rootkit|OB0006
E1020.m01|Exfiltrate via File Hosting Service|OB0010
E1020|Automated Exfiltration|OB0010
E1027.m01|Encoding|OB0002,OB0006
E1027.m02|Encoding - Standard Algorithm|OB0002,OB0006
E1027.m03|Encoding - Custom Algorithm|OB0002,OB0006
E1027.m04|Encryption|OB0002,OB0006
E1027.m05|Encryption - Standard Algorithm|OB0002,OB0006
E1027.m06|Encryption of Code|OB0002,OB0006
E1027.m07|Encryption of Data|OB0002,OB0006
E1027.m08|Encryption - Custom Algorithm|OB0002,OB0006
E1027|Obfuscated Files or Information|OB0002,OB0006
E1055.001|Dynamic-link Library Injection|OB0006,OB0013
E1055.002|Portable Executable Injection|OB0006,OB0013
E1055.003|Thread Execution Hijacking|OB0006,OB0013
E1055.004|Asynchronous Procedure Call|OB0006,OB0013
E1055.011|Extra Window Memory Injection|OB0006,OB0013
E1055.012|Process Hollowing|OB0006,OB0013
E1055.m01|Hook Injection via SetWindowsHooksEx|OB0006,OB0013
E1055.m02|Injection and Persistence via Registry Modification|OB0006,OB0013
E1055.m03|Injection using Shims|OB0006,OB0013
E1055.m04|Patch Process Command Line|OB0006,OB0013
E1055.m05|Injection via Windows Fibers|OB0006,OB0013
E1055|Process Injection|OB0006,OB0013
E1056.m01|Mouse Events|OB0003,OB0005
E1056|Input Capture|OB0003,OB0005
E1059|Command and Scripting Interpreter|OB0009
E1082.m01|Generate Windows Exception|OB0007
E1082.m02|Enumerate Environment Variables|OB0007
E1082|System Information Discovery|OB0007
E1083.m01|Log File|OB0007
E1083.m02|Filter by Extension|OB0007
E1083|File and Directory Discovery|OB0007
E1105|Ingress Tool Transfer|OB0004,OB0011,OB0012
E1112|Modify Registry|OB0006,OB0012
E1113.m01|WinAPI|OB0003,OB0005
E1113|Screen Capture|OB0003,OB0005
E1190|Exploit Kit|OB0008
E1195.m01|Abuse Enterprise Certificates|OB0011
E1195.m02|Exploit Private APIs|OB0011
E1195|Supply Chain Compromise|OB0011
E1203.m01|Remote Desktop Protocols|OB0008,OB0009
E1203.m02|Java-based Web Servers|OB0008,OB0009
E1203.m03|File Transfer Protocol (FTP) Servers|OB0008,OB0009
E1203.m04|Red Hat JBoss Enterprise Products|OB0008,OB0009
E1203.m05|Sysinternals|OB0008,OB0009
E1203.m06|Windows Utilities|OB0008,OB0009
E1203|Exploitation for Client Execution|OB0008,OB0009
E1204|User Execution|OB0009
E1485.m02|Empty Recycle Bin|OB0008
E1485.m03|Delete Application/Software|OB0008
E1485.m04|Delete Shadow Copies|OB0008
E1485|Data Destruction|OB0008
E1486.001|Ransom Note|OB0008
E1486|Data Encrypted for Impact |OB0008
E1510|Clipboard Modification|OB0008
E1560.m01|Encoding|OB0003
E1560.m02|Encryption|OB0003
E1560.m03|Encoding - Standard Algorithm|OB0003
E1560.m04|Encoding - Custom Algorithm|OB0003
E1560.m05|Encryption - Standard Algorithm|OB0003
E1560.m06|Encryption - Custom Algorithm|OB0003
E1560|Archive Collected Data|OB0003
E1564.m01|Hidden Userspace Libraries|OB0006,OB0012
E1564.m02|Direct Kernel Object Manipulation|OB0006,OB0012
E1564.m03|Hidden Processes|OB0006,OB0012
E1564.m04|Hidden Services|OB0006,OB0012
E1564.m05|Hidden Kernel Modules|OB0006,OB0012
E1564|Hide Artifacts|OB0006,OB0012
E1569.m01|MSDTC|OB0009
E1569|System Services|OB0009
E1643.m01|Click Hijacking|OB0008
E1643.m02|Advertisement Replacement Fraud|OB0008
E1643|Generate Traffic from Victim|OB0008
F0001.001|Nested Packing|OB0001,OB0002,OB0006
F0001.002|Standard Compression|OB0001,OB0002,OB0006
F0001.003|Standard Compression of Code|OB0001,OB0002,OB0006
F0001.004|Standard Compression of Data|OB0001,OB0002,OB0006
F0001.005|Custom Compression|OB0001,OB0002,OB0006
F0001.006|Custom Compression of Code|OB0001,OB0002,OB0006
F0001.007|Custom Compression of Data|OB0001,OB0002,OB0006
F0001.008|UPX|OB0001,OB0002,OB0006
F0001.009|Confuser|OB0001,OB0002,OB0006
F0001.010|VMProtect|OB0001,OB0002,OB0006
F0001.011|Themida|OB0001,OB0002,OB0006
F0001.012|Armadillo|OB0001,OB0002,OB0006
F0001.013|ASPack|OB0001,OB0002,OB0006
F0001|Software Packing|OB0001,OB0002,OB0006
F0002.001|Application Hook|OB0003,OB0005
F0002.002|Polling|OB0003,OB0005
F0002|Keylogging|OB0003,OB0005
F0004.001|Disable Kernel Patch Protection|OB0006
F0004.002|Disable System File Overwrite Protection|OB0006
F0004.003|Unhook APIs|OB0006
F0004.004|AMSI Bypass|OB0006
F0004.005|Modify Policy|OB0006
F0004.006|Force Lazy Writing|OB0006
F0004.007|Bypass Windows File Protection|OB0006
F0004.008|Heavens Gate|OB0006
F0004.009|Disable Code Integrity|OB0006
F0004|Disable or Evade Security Tools|OB0006
F0005.001|Extension|OB0006,OB0012
F0005.002|Location|OB0006,OB0012
F0005.003|Attribute|OB0006,OB0012
F0005.004|Timestamp|OB0006,OB0012
F0005|Hidden Files and Directories|OB0006,OB0012
F0006.001|Remove SMS Warning Messages|OB0006
F0006|Indicator Blocking|OB0006
F0007.001|COMSPEC Environment Variable|OB0006
F0007|Self Deletion|OB0006
F0009.001|Router Firmware|OB0006,OB0008,OB0012
F0009|Component Firmware|OB0006,OB0008,OB0012
F0010.001|Device Driver|OB0012,OB0013
F0010|Kernel Modules and Extensions|OB0012,OB0013
F0011|Modify Existing Service|OB0012,OB0013
F0012|Registry Run Keys / Startup Folder|OB0012
F0013|Bootkit|OB0006,OB0012
F0014|Disk Wipe|OB0008
F0015.001|Export Address Table Hooking|OB0001,OB0003,OB0005,OB0006,OB0012,OB0013
F0015.002|Inline Patching|OB0001,OB0003,OB0005,OB0006,OB0012,OB0013
F0015.003|Import Address Table Hooking|OB0001,OB0003,OB0005,OB0006,OB0012,OB0013
F0015.004|Shadow System Service Dispatch Table Hooking|OB0001,OB0003,OB0005,OB0006,OB0012,OB0013
F0015.005|System Service Dispatch Table Hooking|OB0001,OB0003,OB0005,OB0006,OB0012,OB0013
F0015.006|Abuse Windows Function Calls|OB0001,OB0003,OB0005,OB0006,OB0012,OB0013
F0015.007|Procedure Hooking|OB0001,OB0003,OB0005,OB0006,OB0012,OB0013
F0015|Hijack Execution Flow|OB0001,OB0003,OB0005,OB0006,OB0012,OB0013
F0016|Install Certificate|OB0013
OB0001|Anti-Behavioral Analysis|
OB0002|Anti-Static Analysis|
OB0003|Collection|
OB0004|Command and Control|
OB0005|Credential Access|
OB0006|Defense Evasion|
OB0007|Discovery|
OB0008|Impact|
OB0009|Execution|
OB0010|Exfiltration|
OB0011|Lateral Movement|
OB0012|Persistence|
OB0013|Privilege Escalation|
OC0001|File System|
OC0002|Memory|
OC0003|Process|
OC0004|Data|
OC0005|Cryptography|
OC0006|Communication|
OC0007|Hardware|
OC0008|Operating System|
`;
