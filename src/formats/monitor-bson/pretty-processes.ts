import { bitsOf, inOrder, oneOf } from './pretty-namer.ts';

export const pageProtection = bitsOf({
  PAGE_NOACCESS: 0x1,
  PAGE_READONLY: 0x2,
  PAGE_READWRITE: 0x4,
  PAGE_WRITECOPY: 0x8,
  PAGE_EXECUTE: 0x10,
  PAGE_EXECUTE_READ: 0x20,
  PAGE_EXECUTE_READWRITE: 0x40,
  PAGE_EXECUTE_WRITECOPY: 0x80,
  PAGE_GUARD: 0x100,
  PAGE_NOCACHE: 0x200,
  PAGE_WRITECOMBINE: 0x400,
  PAGE_TARGETS_NO_UPDATE: 0x4000_0000,
});

export const memoryType = oneOf({ MEM_PRIVATE: 0x2_0000, MEM_MAPPED: 0x4_0000, MEM_IMAGE: 0x100_0000 });

export const creationFlags = bitsOf({
  DEBUG_PROCESS: 0x1,
  DEBUG_ONLY_THIS_PROCESS: 0x2,
  CREATE_SUSPENDED: 0x4,
  DETACHED_PROCESS: 0x8,
  CREATE_NEW_CONSOLE: 0x10,
  NORMAL_PRIORITY_CLASS: 0x20,
  IDLE_PRIORITY_CLASS: 0x40,
  HIGH_PRIORITY_CLASS: 0x80,
  REALTIME_PRIORITY_CLASS: 0x100,
  CREATE_NEW_PROCESS_GROUP: 0x200,
  CREATE_UNICODE_ENVIRONMENT: 0x400,
  CREATE_SEPARATE_WOW_VDM: 0x800,
  CREATE_SHARED_WOW_VDM: 0x1000,
  CREATE_FORCEDOS: 0x2000,
  BELOW_NORMAL_PRIORITY_CLASS: 0x4000,
  ABOVE_NORMAL_PRIORITY_CLASS: 0x8000,
  INHERIT_PARENT_AFFINITY: 0x1_0000,
  CREATE_PROTECTED_PROCESS: 0x4_0000,
  EXTENDED_STARTUPINFO_PRESENT: 0x8_0000,
  PROCESS_MODE_BACKGROUND_BEGIN: 0x10_0000,
  PROCESS_MODE_BACKGROUND_END: 0x20_0000,
  CREATE_SECURE_PROCESS: 0x40_0000,
  CREATE_BREAKAWAY_FROM_JOB: 0x100_0000,
  CREATE_PRESERVE_CODE_AUTHZ_LEVEL: 0x200_0000,
  CREATE_DEFAULT_ERROR_MODE: 0x400_0000,
  CREATE_NO_WINDOW: 0x800_0000,
  PROFILE_USER: 0x1000_0000,
  PROFILE_KERNEL: 0x2000_0000,
  PROFILE_SERVER: 0x4000_0000,
  CREATE_IGNORE_SYSTEM_DEFAULT: 0x8000_0000,
});

export const snapshotFlags = bitsOf(
  {
    TH32CS_SNAPHEAPLIST: 0x1,
    TH32CS_SNAPPROCESS: 0x2,
    TH32CS_SNAPTHREAD: 0x4,
    TH32CS_SNAPMODULE: 0x8,
    TH32CS_SNAPMODULE32: 0x10,
    TH32CS_INHERIT: 0x8000_0000,
  },
  { TH32CS_SNAPALL: 0xf },
);

export const showCommand = inOrder(
  `HIDE SHOWNORMAL SHOWMINIMIZED SHOWMAXIMIZED SHOWNOACTIVATE SHOW MINIMIZE SHOWMINNOACTIVE SHOWNA RESTORE
  SHOWDEFAULT FORCEMINIMIZE`,
  'SW_',
);

export const hookIdentifier = oneOf({
  WH_MSGFILTER: 0xffff_ffff,
  WH_JOURNALRECORD: 0,
  WH_JOURNALPLAYBACK: 1,
  WH_KEYBOARD: 2,
  WH_GETMESSAGE: 3,
  WH_CALLWNDPROC: 4,
  WH_CBT: 5,
  WH_SYSMSGFILTER: 6,
  WH_MOUSE: 7,
  WH_HARDWARE: 8,
  WH_DEBUG: 9,
  WH_SHELL: 10,
  WH_FOREGROUNDIDLE: 11,
  WH_CALLWNDPROCRET: 12,
  WH_KEYBOARD_LL: 13,
  WH_MOUSE_LL: 14,
});

export const classContext = bitsOf({
  CLSCTX_INPROC_SERVER: 0x1,
  CLSCTX_INPROC_HANDLER: 0x2,
  CLSCTX_LOCAL_SERVER: 0x4,
  CLSCTX_INPROC_SERVER16: 0x8,
  CLSCTX_REMOTE_SERVER: 0x10,
  CLSCTX_INPROC_HANDLER16: 0x20,
  CLSCTX_NO_CODE_DOWNLOAD: 0x400,
  CLSCTX_NO_CUSTOM_MARSHAL: 0x1000,
  CLSCTX_ENABLE_CODE_DOWNLOAD: 0x2000,
  CLSCTX_NO_FAILURE_LOG: 0x4000,
  CLSCTX_DISABLE_AAA: 0x8000,
  CLSCTX_ENABLE_AAA: 0x1_0000,
  CLSCTX_FROM_DEFAULT_CONTEXT: 0x2_0000,
  CLSCTX_ACTIVATE_32_BIT_SERVER: 0x4_0000,
  CLSCTX_ACTIVATE_64_BIT_SERVER: 0x8_0000,
  CLSCTX_ENABLE_CLOAKING: 0x10_0000,
  CLSCTX_APPCONTAINER: 0x40_0000,
  CLSCTX_ACTIVATE_AAA_AS_IU: 0x80_0000,
  CLSCTX_ACTIVATE_ARM32_SERVER: 0x200_0000,
  CLSCTX_PS_DLL: 0x8000_0000,
});

export const processInformationClass = inOrder(
  `BasicInformation QuotaLimits IoCounters VmCounters Times BasePriority RaisePriority DebugPort ExceptionPort
  AccessToken LdtInformation LdtSize DefaultHardErrorMode IoPortHandlers PooledUsageAndLimits WorkingSetWatch
  UserModeIOPL EnableAlignmentFaultFixup PriorityClass Wx86Information HandleCount AffinityMask PriorityBoost
  DeviceMap SessionInformation ForegroundInformation Wow64Information ImageFileName LUIDDeviceMapsEnabled
  BreakOnTermination DebugObjectHandle DebugFlags HandleTracing IoPriority ExecuteFlags TlsInformation Cookie
  ImageInformation CycleTime PagePriority InstrumentationCallback ThreadStackAllocation WorkingSetWatchEx
  ImageFileNameWin32 ImageFileMapping AffinityUpdateMode MemoryAllocationMode GroupInformation
  TokenVirtualizationEnabled ConsoleHostProcess WindowInformation HandleInformation MitigationPolicy
  DynamicFunctionTableInformation HandleCheckingMode KeepAliveCount RevokeFileHandles WorkingSetControl HandleTable
  CheckStackExtentsMode CommandLineInformation ProtectionInformation MemoryExhaustion FaultInformation
  TelemetryIdInformation CommitReleaseInformation DefaultCpuSetsInformation AllowedCpuSetsInformation
  SubsystemProcess JobMemoryInformation InPrivate RaiseUMExceptionOnInvalidHandleClose IumChallengeResponse
  ChildProcessInformation HighGraphicsPriorityInformation SubsystemInformation EnergyValues PowerThrottlingState`,
  'Process',
);

export const threadInformationClass = inOrder(
  `BasicInformation Times Priority BasePriority AffinityMask ImpersonationToken DescriptorTableEntry
  EnableAlignmentFaultFixup EventPair QuerySetWin32StartAddress ZeroTlsCell PerformanceCount AmILastThread
  IdealProcessor PriorityBoost SetTlsArrayAddress IsIoPending HideFromDebugger BreakOnTermination SwitchLegacyState
  IsTerminated LastSystemCall IoPriority CycleTime PagePriority ActualBasePriority TebInformation CSwitchMon
  CSwitchPmu Wow64Context GroupInformation UmsInformation CounterProfiling IdealProcessorEx CpuAccountingInformation
  SuspendCount HeterogeneousCpuPolicy ContainerId NameInformation SelectedCpuSets SystemThreadInformation
  ActualGroupAffinity DynamicCodePolicyInfo ExplicitCaseSensitivity WorkOnBehalfTicket SubsystemInformation`,
  'Thread',
);

export const systemInformationClass = inOrder(
  `Basic Processor Performance TimeOfDay Path Process CallCount Device ProcessorPerformance Flags
  CallTime Module Locks StackTrace PagedPool NonPagedPool Handle Object PageFile VdmInstemul
  VdmBop FileCache PoolTag Interrupt DpcBehavior FullMemory LoadGdiDriver UnloadGdiDriver TimeAdjustment SummaryMemory
  MirrorMemory PerformanceTrace . Exception CrashDumpState KernelDebugger ContextSwitch RegistryQuota
  ExtendServiceTable PrioritySeparation
  VerifierAddDriver VerifierRemoveDriver ProcessorIdle LegacyDriver CurrentTimeZone Lookaside TimeSlipNotification
  SessionCreate SessionDetach Session
  RangeStart Verifier VerifierThunkExtend SessionProcess LoadGdiDriverInSystemSpace NumaProcessorMap Prefetcher
  ExtendedProcess RecommendedSharedDataAlignment ComPlusPackage
  NumaAvailableMemory ProcessorPower EmulationBasic EmulationProcessor ExtendedHandle LostDelayedWrite BigPool
  SessionPoolTag SessionMappedView Hotpatch
  ObjectSecurityMode WatchdogTimerHandler WatchdogTimer LogicalProcessor Wow64Shared RegisterFirmwareTableHandler
  FirmwareTable ModuleEx VerifierTriage Superfetch
  MemoryList FileCacheEx ThreadPriorityClientId ProcessorIdleCycleTime VerifierCancellation ProcessorPowerEx RefTrace
  SpecialPool ProcessId ErrorPort
  BootEnvironment Hypervisor VerifierEx TimeZone ImageFileExecutionOptions Coverage PrefetchPatch VerifierFaults
  SystemPartition SystemDisk
  ProcessorPerformanceDistribution NumaProximityNode DynamicTimeZone CodeIntegrity ProcessorMicrocodeUpdate
  ProcessorBrandString VirtualAddress LogicalProcessorAndGroup ProcessorCycleTime Store
  RegistryAppendString AitSamplingValue VhdBoot CpuQuota NativeBasic ErrorPortTimeouts LowPriorityIo TpmBootEntropy
  VerifierCounters PagedPoolEx
  SystemPtesEx NodeDistance AcpiAudit BasicPerformance QueryPerformanceCounter SessionBigPool BootGraphics
  ScrubPhysicalMemory BadPage ProcessorProfileControlArea
  CombinePhysicalMemory EntropyInterruptTiming Console PlatformBinary Policy HypervisorProcessorCount DeviceData
  DeviceDataEnumeration MemoryTopology MemoryChannel
  BootLogo ProcessorPerformanceEx CriticalProcessErrorLog SecureBootPolicy PageFileEx SecureBoot
  EntropyInterruptTimingRaw PortableWorkspaceEfiLauncher FullProcess KernelDebuggerEx
  BootMetadata SoftReboot ElamCertificate OfflineDumpConfig ProcessorFeatures RegistryReconciliation Edid
  Manufacturing EnergyEstimationConfig HypervisorDetail
  ProcessorCycleStats VmGenerationCount TrustedPlatformModule KernelDebuggerFlags CodeIntegrityPolicy
  IsolatedUserMode HardwareSecurityTestInterfaceResults SingleModule AllowedCpuSets VsmProtection
  InterruptCpuSets SecureBootPolicyFull CodeIntegrityPolicyFull AffinitizedInterruptProcessor RootSilo CpuSet
  CpuSetTag Win32WerStartCallout SecureKernelProfile CodeIntegrityPlatformManifest
  InterruptSteering SupportedProcessorArchitectures MemoryUsage CodeIntegrityCertificate PhysicalMemory
  ControlFlowTransition KernelDebuggingAllowed ActivityModerationExeState ActivityModerationUserSettings
  CodeIntegrityPoliciesFull
  CodeIntegrityUnlock IntegrityQuota Flush ProcessorIdleMask SecureDumpEncryption WriteConstraint KernelVaShadow
  HypervisorSharedPage FirmwareBootPerformance CodeIntegrityVerification
  FirmwarePartition SpeculationControl DmaGuardPolicy EnclaveLaunchControl WorkloadAllowedCpuSets
  CodeIntegrityUnlockMode LeapSecond Flags2`,
  'System',
  'Information',
);
