// Icons that node types may name. An icon that is not here is drawn as a plain box.
import type { Icon } from "@tabler/icons-react";
import IconAdjustments from "@tabler/icons-react/dist/esm/icons/IconAdjustments.mjs";
import IconAlertOctagon from "@tabler/icons-react/dist/esm/icons/IconAlertOctagon.mjs";
import IconAlertTriangle from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
import IconArrowBackUp from "@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs";
import IconArrowFork from "@tabler/icons-react/dist/esm/icons/IconArrowFork.mjs";
import IconArrowIteration from "@tabler/icons-react/dist/esm/icons/IconArrowIteration.mjs";
import IconArrowLoopRight from "@tabler/icons-react/dist/esm/icons/IconArrowLoopRight.mjs";
import IconArrowMerge from "@tabler/icons-react/dist/esm/icons/IconArrowMerge.mjs";
import IconArrowRight from "@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs";
import IconArrowsJoin from "@tabler/icons-react/dist/esm/icons/IconArrowsJoin.mjs";
import IconArrowsShuffle from "@tabler/icons-react/dist/esm/icons/IconArrowsShuffle.mjs";
import IconArrowsSplit from "@tabler/icons-react/dist/esm/icons/IconArrowsSplit.mjs";
import IconArrowsSplit2 from "@tabler/icons-react/dist/esm/icons/IconArrowsSplit2.mjs";
import IconBan from "@tabler/icons-react/dist/esm/icons/IconBan.mjs";
import IconBell from "@tabler/icons-react/dist/esm/icons/IconBell.mjs";
import IconBolt from "@tabler/icons-react/dist/esm/icons/IconBolt.mjs";
import IconBox from "@tabler/icons-react/dist/esm/icons/IconBox.mjs";
import IconBraces from "@tabler/icons-react/dist/esm/icons/IconBraces.mjs";
import IconBrandPowershell from "@tabler/icons-react/dist/esm/icons/IconBrandPowershell.mjs";
import IconBrandSlack from "@tabler/icons-react/dist/esm/icons/IconBrandSlack.mjs";
import IconBrandWindows from "@tabler/icons-react/dist/esm/icons/IconBrandWindows.mjs";
import IconCalculator from "@tabler/icons-react/dist/esm/icons/IconCalculator.mjs";
import IconCheck from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
import IconCircleCheck from "@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs";
import IconCircleX from "@tabler/icons-react/dist/esm/icons/IconCircleX.mjs";
import IconClipboard from "@tabler/icons-react/dist/esm/icons/IconClipboard.mjs";
import IconClipboardText from "@tabler/icons-react/dist/esm/icons/IconClipboardText.mjs";
import IconClock from "@tabler/icons-react/dist/esm/icons/IconClock.mjs";
import IconClockPause from "@tabler/icons-react/dist/esm/icons/IconClockPause.mjs";
import IconCloud from "@tabler/icons-react/dist/esm/icons/IconCloud.mjs";
import IconCode from "@tabler/icons-react/dist/esm/icons/IconCode.mjs";
import IconCopy from "@tabler/icons-react/dist/esm/icons/IconCopy.mjs";
import IconCut from "@tabler/icons-react/dist/esm/icons/IconCut.mjs";
import IconDatabase from "@tabler/icons-react/dist/esm/icons/IconDatabase.mjs";
import IconDeviceFloppy from "@tabler/icons-react/dist/esm/icons/IconDeviceFloppy.mjs";
import IconDevices from "@tabler/icons-react/dist/esm/icons/IconDevices.mjs";
import IconDownload from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
import IconEdit from "@tabler/icons-react/dist/esm/icons/IconEdit.mjs";
import IconExchange from "@tabler/icons-react/dist/esm/icons/IconExchange.mjs";
import IconEye from "@tabler/icons-react/dist/esm/icons/IconEye.mjs";
import IconFile from "@tabler/icons-react/dist/esm/icons/IconFile.mjs";
import IconFileArrowRight from "@tabler/icons-react/dist/esm/icons/IconFileArrowRight.mjs";
import IconFileCheck from "@tabler/icons-react/dist/esm/icons/IconFileCheck.mjs";
import IconFileCode from "@tabler/icons-react/dist/esm/icons/IconFileCode.mjs";
import IconFileDescription from "@tabler/icons-react/dist/esm/icons/IconFileDescription.mjs";
import IconFileDiff from "@tabler/icons-react/dist/esm/icons/IconFileDiff.mjs";
import IconFileDots from "@tabler/icons-react/dist/esm/icons/IconFileDots.mjs";
import IconFileExport from "@tabler/icons-react/dist/esm/icons/IconFileExport.mjs";
import IconFileImport from "@tabler/icons-react/dist/esm/icons/IconFileImport.mjs";
import IconFilePencil from "@tabler/icons-react/dist/esm/icons/IconFilePencil.mjs";
import IconFilePlus from "@tabler/icons-react/dist/esm/icons/IconFilePlus.mjs";
import IconFileSearch from "@tabler/icons-react/dist/esm/icons/IconFileSearch.mjs";
import IconFiles from "@tabler/icons-react/dist/esm/icons/IconFiles.mjs";
import IconFileText from "@tabler/icons-react/dist/esm/icons/IconFileText.mjs";
import IconFileX from "@tabler/icons-react/dist/esm/icons/IconFileX.mjs";
import IconFileZip from "@tabler/icons-react/dist/esm/icons/IconFileZip.mjs";
import IconFilter from "@tabler/icons-react/dist/esm/icons/IconFilter.mjs";
import IconFlag from "@tabler/icons-react/dist/esm/icons/IconFlag.mjs";
import IconFolder from "@tabler/icons-react/dist/esm/icons/IconFolder.mjs";
import IconFolderPlus from "@tabler/icons-react/dist/esm/icons/IconFolderPlus.mjs";
import IconFolderSearch from "@tabler/icons-react/dist/esm/icons/IconFolderSearch.mjs";
import IconFolderSymlink from "@tabler/icons-react/dist/esm/icons/IconFolderSymlink.mjs";
import IconGauge from "@tabler/icons-react/dist/esm/icons/IconGauge.mjs";
import IconGitBranch from "@tabler/icons-react/dist/esm/icons/IconGitBranch.mjs";
import IconGitCompare from "@tabler/icons-react/dist/esm/icons/IconGitCompare.mjs";
import IconGitFork from "@tabler/icons-react/dist/esm/icons/IconGitFork.mjs";
import IconGitMerge from "@tabler/icons-react/dist/esm/icons/IconGitMerge.mjs";
import IconHash from "@tabler/icons-react/dist/esm/icons/IconHash.mjs";
import IconHeartbeat from "@tabler/icons-react/dist/esm/icons/IconHeartbeat.mjs";
import IconHourglass from "@tabler/icons-react/dist/esm/icons/IconHourglass.mjs";
import IconHourglassHigh from "@tabler/icons-react/dist/esm/icons/IconHourglassHigh.mjs";
import IconInfinity from "@tabler/icons-react/dist/esm/icons/IconInfinity.mjs";
import IconJson from "@tabler/icons-react/dist/esm/icons/IconJson.mjs";
import IconKey from "@tabler/icons-react/dist/esm/icons/IconKey.mjs";
import IconLetterCase from "@tabler/icons-react/dist/esm/icons/IconLetterCase.mjs";
import IconList from "@tabler/icons-react/dist/esm/icons/IconList.mjs";
import IconListCheck from "@tabler/icons-react/dist/esm/icons/IconListCheck.mjs";
import IconListDetails from "@tabler/icons-react/dist/esm/icons/IconListDetails.mjs";
import IconListNumbers from "@tabler/icons-react/dist/esm/icons/IconListNumbers.mjs";
import IconListTree from "@tabler/icons-react/dist/esm/icons/IconListTree.mjs";
import IconLock from "@tabler/icons-react/dist/esm/icons/IconLock.mjs";
import IconLogout from "@tabler/icons-react/dist/esm/icons/IconLogout.mjs";
import IconMail from "@tabler/icons-react/dist/esm/icons/IconMail.mjs";
import IconMath from "@tabler/icons-react/dist/esm/icons/IconMath.mjs";
import IconMathFunction from "@tabler/icons-react/dist/esm/icons/IconMathFunction.mjs";
import IconMessage from "@tabler/icons-react/dist/esm/icons/IconMessage.mjs";
import IconNetwork from "@tabler/icons-react/dist/esm/icons/IconNetwork.mjs";
import IconNote from "@tabler/icons-react/dist/esm/icons/IconNote.mjs";
import IconNotes from "@tabler/icons-react/dist/esm/icons/IconNotes.mjs";
import IconPackage from "@tabler/icons-react/dist/esm/icons/IconPackage.mjs";
import IconPencil from "@tabler/icons-react/dist/esm/icons/IconPencil.mjs";
import IconPlayerPause from "@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs";
import IconPlayerPlay from "@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs";
import IconPlayerSkipForward from "@tabler/icons-react/dist/esm/icons/IconPlayerSkipForward.mjs";
import IconPlayerStop from "@tabler/icons-react/dist/esm/icons/IconPlayerStop.mjs";
import IconPlayerTrackNext from "@tabler/icons-react/dist/esm/icons/IconPlayerTrackNext.mjs";
import IconPlug from "@tabler/icons-react/dist/esm/icons/IconPlug.mjs";
import IconPoint from "@tabler/icons-react/dist/esm/icons/IconPoint.mjs";
import IconPrompt from "@tabler/icons-react/dist/esm/icons/IconPrompt.mjs";
import IconRefresh from "@tabler/icons-react/dist/esm/icons/IconRefresh.mjs";
import IconRepeat from "@tabler/icons-react/dist/esm/icons/IconRepeat.mjs";
import IconReplace from "@tabler/icons-react/dist/esm/icons/IconReplace.mjs";
import IconRobot from "@tabler/icons-react/dist/esm/icons/IconRobot.mjs";
import IconRotate from "@tabler/icons-react/dist/esm/icons/IconRotate.mjs";
import IconRotateClockwise from "@tabler/icons-react/dist/esm/icons/IconRotateClockwise.mjs";
import IconRoute from "@tabler/icons-react/dist/esm/icons/IconRoute.mjs";
import IconRouter from "@tabler/icons-react/dist/esm/icons/IconRouter.mjs";
import IconRun from "@tabler/icons-react/dist/esm/icons/IconRun.mjs";
import IconScissors from "@tabler/icons-react/dist/esm/icons/IconScissors.mjs";
import IconScript from "@tabler/icons-react/dist/esm/icons/IconScript.mjs";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import IconSend from "@tabler/icons-react/dist/esm/icons/IconSend.mjs";
import IconServer from "@tabler/icons-react/dist/esm/icons/IconServer.mjs";
import IconServer2 from "@tabler/icons-react/dist/esm/icons/IconServer2.mjs";
import IconSettings from "@tabler/icons-react/dist/esm/icons/IconSettings.mjs";
import IconShield from "@tabler/icons-react/dist/esm/icons/IconShield.mjs";
import IconShieldCheck from "@tabler/icons-react/dist/esm/icons/IconShieldCheck.mjs";
import IconShieldX from "@tabler/icons-react/dist/esm/icons/IconShieldX.mjs";
import IconSitemap from "@tabler/icons-react/dist/esm/icons/IconSitemap.mjs";
import IconSortAscending from "@tabler/icons-react/dist/esm/icons/IconSortAscending.mjs";
import IconStack2 from "@tabler/icons-react/dist/esm/icons/IconStack2.mjs";
import IconStairs from "@tabler/icons-react/dist/esm/icons/IconStairs.mjs";
import IconStopwatch from "@tabler/icons-react/dist/esm/icons/IconStopwatch.mjs";
import IconSum from "@tabler/icons-react/dist/esm/icons/IconSum.mjs";
import IconSwitch3 from "@tabler/icons-react/dist/esm/icons/IconSwitch3.mjs";
import IconSwitchHorizontal from "@tabler/icons-react/dist/esm/icons/IconSwitchHorizontal.mjs";
import IconTable from "@tabler/icons-react/dist/esm/icons/IconTable.mjs";
import IconTag from "@tabler/icons-react/dist/esm/icons/IconTag.mjs";
import IconTarget from "@tabler/icons-react/dist/esm/icons/IconTarget.mjs";
import IconTemplate from "@tabler/icons-react/dist/esm/icons/IconTemplate.mjs";
import IconTerminal from "@tabler/icons-react/dist/esm/icons/IconTerminal.mjs";
import IconTerminal2 from "@tabler/icons-react/dist/esm/icons/IconTerminal2.mjs";
import IconTextWrap from "@tabler/icons-react/dist/esm/icons/IconTextWrap.mjs";
import IconTransform from "@tabler/icons-react/dist/esm/icons/IconTransform.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import IconTrashX from "@tabler/icons-react/dist/esm/icons/IconTrashX.mjs";
import IconUpload from "@tabler/icons-react/dist/esm/icons/IconUpload.mjs";
import IconUsers from "@tabler/icons-react/dist/esm/icons/IconUsers.mjs";
import IconVariable from "@tabler/icons-react/dist/esm/icons/IconVariable.mjs";
import IconVariablePlus from "@tabler/icons-react/dist/esm/icons/IconVariablePlus.mjs";
import IconViewfinder from "@tabler/icons-react/dist/esm/icons/IconViewfinder.mjs";
import IconWebhook from "@tabler/icons-react/dist/esm/icons/IconWebhook.mjs";
import IconWorld from "@tabler/icons-react/dist/esm/icons/IconWorld.mjs";
import IconWorldDownload from "@tabler/icons-react/dist/esm/icons/IconWorldDownload.mjs";
import IconWorldUpload from "@tabler/icons-react/dist/esm/icons/IconWorldUpload.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import IconZzz from "@tabler/icons-react/dist/esm/icons/IconZzz.mjs";

const icons: Readonly<Record<string, Icon>> = {
  adjustments: IconAdjustments,
  "alert-octagon": IconAlertOctagon,
  "alert-triangle": IconAlertTriangle,
  "arrow-back-up": IconArrowBackUp,
  "arrow-fork": IconArrowFork,
  "arrow-iteration": IconArrowIteration,
  "arrow-loop-right": IconArrowLoopRight,
  "arrow-merge": IconArrowMerge,
  "arrow-right": IconArrowRight,
  "arrows-join": IconArrowsJoin,
  "arrows-shuffle": IconArrowsShuffle,
  "arrows-split": IconArrowsSplit,
  "arrows-split-2": IconArrowsSplit2,
  ban: IconBan,
  bell: IconBell,
  bolt: IconBolt,
  box: IconBox,
  braces: IconBraces,
  "brand-powershell": IconBrandPowershell,
  "brand-slack": IconBrandSlack,
  "brand-windows": IconBrandWindows,
  calculator: IconCalculator,
  check: IconCheck,
  "circle-check": IconCircleCheck,
  "circle-x": IconCircleX,
  clipboard: IconClipboard,
  "clipboard-text": IconClipboardText,
  clock: IconClock,
  "clock-pause": IconClockPause,
  cloud: IconCloud,
  code: IconCode,
  copy: IconCopy,
  cut: IconCut,
  database: IconDatabase,
  "device-floppy": IconDeviceFloppy,
  devices: IconDevices,
  download: IconDownload,
  edit: IconEdit,
  exchange: IconExchange,
  eye: IconEye,
  file: IconFile,
  "file-arrow-right": IconFileArrowRight,
  "file-check": IconFileCheck,
  "file-code": IconFileCode,
  "file-description": IconFileDescription,
  "file-diff": IconFileDiff,
  "file-dots": IconFileDots,
  "file-export": IconFileExport,
  "file-import": IconFileImport,
  "file-pencil": IconFilePencil,
  "file-plus": IconFilePlus,
  "file-search": IconFileSearch,
  "file-text": IconFileText,
  "file-x": IconFileX,
  "file-zip": IconFileZip,
  files: IconFiles,
  filter: IconFilter,
  flag: IconFlag,
  folder: IconFolder,
  "folder-plus": IconFolderPlus,
  "folder-search": IconFolderSearch,
  "folder-symlink": IconFolderSymlink,
  gauge: IconGauge,
  "git-branch": IconGitBranch,
  "git-compare": IconGitCompare,
  "git-fork": IconGitFork,
  "git-merge": IconGitMerge,
  hash: IconHash,
  heartbeat: IconHeartbeat,
  hourglass: IconHourglass,
  "hourglass-high": IconHourglassHigh,
  infinity: IconInfinity,
  json: IconJson,
  key: IconKey,
  "letter-case": IconLetterCase,
  list: IconList,
  "list-check": IconListCheck,
  "list-details": IconListDetails,
  "list-numbers": IconListNumbers,
  "list-tree": IconListTree,
  lock: IconLock,
  logout: IconLogout,
  mail: IconMail,
  math: IconMath,
  "math-function": IconMathFunction,
  message: IconMessage,
  network: IconNetwork,
  note: IconNote,
  notes: IconNotes,
  package: IconPackage,
  pencil: IconPencil,
  "player-pause": IconPlayerPause,
  "player-play": IconPlayerPlay,
  "player-skip-forward": IconPlayerSkipForward,
  "player-stop": IconPlayerStop,
  "player-track-next": IconPlayerTrackNext,
  plug: IconPlug,
  point: IconPoint,
  prompt: IconPrompt,
  refresh: IconRefresh,
  repeat: IconRepeat,
  replace: IconReplace,
  robot: IconRobot,
  rotate: IconRotate,
  "rotate-clockwise": IconRotateClockwise,
  route: IconRoute,
  router: IconRouter,
  run: IconRun,
  scissors: IconScissors,
  script: IconScript,
  search: IconSearch,
  send: IconSend,
  server: IconServer,
  "server-2": IconServer2,
  settings: IconSettings,
  shield: IconShield,
  "shield-check": IconShieldCheck,
  "shield-x": IconShieldX,
  sitemap: IconSitemap,
  "sort-ascending": IconSortAscending,
  "stack-2": IconStack2,
  stairs: IconStairs,
  stopwatch: IconStopwatch,
  sum: IconSum,
  "switch-3": IconSwitch3,
  "switch-horizontal": IconSwitchHorizontal,
  table: IconTable,
  tag: IconTag,
  target: IconTarget,
  template: IconTemplate,
  terminal: IconTerminal,
  "terminal-2": IconTerminal2,
  "text-wrap": IconTextWrap,
  transform: IconTransform,
  trash: IconTrash,
  "trash-x": IconTrashX,
  upload: IconUpload,
  users: IconUsers,
  variable: IconVariable,
  "variable-plus": IconVariablePlus,
  viewfinder: IconViewfinder,
  webhook: IconWebhook,
  world: IconWorld,
  "world-download": IconWorldDownload,
  "world-upload": IconWorldUpload,
  x: IconX,
  zzz: IconZzz,
};

export function nodeIcon(name: string | undefined): Icon {
  return icons[name ?? ""] ?? IconBox;
}
