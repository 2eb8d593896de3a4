// Icons that node types may name. An icon that is not here is drawn as a plain box.
import type { Icon } from "@tabler/icons-react";
import IconAlertTriangle from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
import IconArrowMerge from "@tabler/icons-react/dist/esm/icons/IconArrowMerge.mjs";
import IconArrowRight from "@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs";
import IconArrowsJoin from "@tabler/icons-react/dist/esm/icons/IconArrowsJoin.mjs";
import IconArrowsSplit from "@tabler/icons-react/dist/esm/icons/IconArrowsSplit.mjs";
import IconArrowsSplit2 from "@tabler/icons-react/dist/esm/icons/IconArrowsSplit2.mjs";
import IconBell from "@tabler/icons-react/dist/esm/icons/IconBell.mjs";
import IconBox from "@tabler/icons-react/dist/esm/icons/IconBox.mjs";
import IconBraces from "@tabler/icons-react/dist/esm/icons/IconBraces.mjs";
import IconBrandSlack from "@tabler/icons-react/dist/esm/icons/IconBrandSlack.mjs";
import IconCalculator from "@tabler/icons-react/dist/esm/icons/IconCalculator.mjs";
import IconCheck from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
import IconCircleCheck from "@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs";
import IconCircleX from "@tabler/icons-react/dist/esm/icons/IconCircleX.mjs";
import IconClock from "@tabler/icons-react/dist/esm/icons/IconClock.mjs";
import IconClockPause from "@tabler/icons-react/dist/esm/icons/IconClockPause.mjs";
import IconCode from "@tabler/icons-react/dist/esm/icons/IconCode.mjs";
import IconCopy from "@tabler/icons-react/dist/esm/icons/IconCopy.mjs";
import IconDatabase from "@tabler/icons-react/dist/esm/icons/IconDatabase.mjs";
import IconDoorExit from "@tabler/icons-react/dist/esm/icons/IconDoorExit.mjs";
import IconDownload from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
import IconEdit from "@tabler/icons-react/dist/esm/icons/IconEdit.mjs";
import IconFile from "@tabler/icons-react/dist/esm/icons/IconFile.mjs";
import IconFileArrowRight from "@tabler/icons-react/dist/esm/icons/IconFileArrowRight.mjs";
import IconFileCheck from "@tabler/icons-react/dist/esm/icons/IconFileCheck.mjs";
import IconFileDiff from "@tabler/icons-react/dist/esm/icons/IconFileDiff.mjs";
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
import IconGitBranch from "@tabler/icons-react/dist/esm/icons/IconGitBranch.mjs";
import IconGitMerge from "@tabler/icons-react/dist/esm/icons/IconGitMerge.mjs";
import IconHash from "@tabler/icons-react/dist/esm/icons/IconHash.mjs";
import IconHourglass from "@tabler/icons-react/dist/esm/icons/IconHourglass.mjs";
import IconJson from "@tabler/icons-react/dist/esm/icons/IconJson.mjs";
import IconKey from "@tabler/icons-react/dist/esm/icons/IconKey.mjs";
import IconList from "@tabler/icons-react/dist/esm/icons/IconList.mjs";
import IconListCheck from "@tabler/icons-react/dist/esm/icons/IconListCheck.mjs";
import IconListDetails from "@tabler/icons-react/dist/esm/icons/IconListDetails.mjs";
import IconLock from "@tabler/icons-react/dist/esm/icons/IconLock.mjs";
import IconMail from "@tabler/icons-react/dist/esm/icons/IconMail.mjs";
import IconMathFunction from "@tabler/icons-react/dist/esm/icons/IconMathFunction.mjs";
import IconMessage from "@tabler/icons-react/dist/esm/icons/IconMessage.mjs";
import IconPackage from "@tabler/icons-react/dist/esm/icons/IconPackage.mjs";
import IconPlayerPause from "@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs";
import IconPlayerPlay from "@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs";
import IconPlayerSkipForward from "@tabler/icons-react/dist/esm/icons/IconPlayerSkipForward.mjs";
import IconPlayerStop from "@tabler/icons-react/dist/esm/icons/IconPlayerStop.mjs";
import IconRefresh from "@tabler/icons-react/dist/esm/icons/IconRefresh.mjs";
import IconRepeat from "@tabler/icons-react/dist/esm/icons/IconRepeat.mjs";
import IconReplace from "@tabler/icons-react/dist/esm/icons/IconReplace.mjs";
import IconRotate from "@tabler/icons-react/dist/esm/icons/IconRotate.mjs";
import IconRoute from "@tabler/icons-react/dist/esm/icons/IconRoute.mjs";
import IconScript from "@tabler/icons-react/dist/esm/icons/IconScript.mjs";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import IconSend from "@tabler/icons-react/dist/esm/icons/IconSend.mjs";
import IconServer from "@tabler/icons-react/dist/esm/icons/IconServer.mjs";
import IconSettings from "@tabler/icons-react/dist/esm/icons/IconSettings.mjs";
import IconShield from "@tabler/icons-react/dist/esm/icons/IconShield.mjs";
import IconShieldCheck from "@tabler/icons-react/dist/esm/icons/IconShieldCheck.mjs";
import IconSitemap from "@tabler/icons-react/dist/esm/icons/IconSitemap.mjs";
import IconSortAscending from "@tabler/icons-react/dist/esm/icons/IconSortAscending.mjs";
import IconStack2 from "@tabler/icons-react/dist/esm/icons/IconStack2.mjs";
import IconStopwatch from "@tabler/icons-react/dist/esm/icons/IconStopwatch.mjs";
import IconSum from "@tabler/icons-react/dist/esm/icons/IconSum.mjs";
import IconSwitchHorizontal from "@tabler/icons-react/dist/esm/icons/IconSwitchHorizontal.mjs";
import IconTable from "@tabler/icons-react/dist/esm/icons/IconTable.mjs";
import IconTerminal from "@tabler/icons-react/dist/esm/icons/IconTerminal.mjs";
import IconTerminal2 from "@tabler/icons-react/dist/esm/icons/IconTerminal2.mjs";
import IconTextWrap from "@tabler/icons-react/dist/esm/icons/IconTextWrap.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import IconUpload from "@tabler/icons-react/dist/esm/icons/IconUpload.mjs";
import IconUserCheck from "@tabler/icons-react/dist/esm/icons/IconUserCheck.mjs";
import IconVariable from "@tabler/icons-react/dist/esm/icons/IconVariable.mjs";
import IconWebhook from "@tabler/icons-react/dist/esm/icons/IconWebhook.mjs";
import IconWorld from "@tabler/icons-react/dist/esm/icons/IconWorld.mjs";
import IconWorldDownload from "@tabler/icons-react/dist/esm/icons/IconWorldDownload.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";

const icons: Readonly<Record<string, Icon>> = {
  "alert-triangle": IconAlertTriangle,
  "arrow-merge": IconArrowMerge,
  "arrow-right": IconArrowRight,
  "arrows-join": IconArrowsJoin,
  "arrows-split": IconArrowsSplit,
  "arrows-split-2": IconArrowsSplit2,
  bell: IconBell,
  box: IconBox,
  braces: IconBraces,
  "brand-slack": IconBrandSlack,
  calculator: IconCalculator,
  check: IconCheck,
  "circle-check": IconCircleCheck,
  "circle-x": IconCircleX,
  clock: IconClock,
  "clock-pause": IconClockPause,
  code: IconCode,
  copy: IconCopy,
  database: IconDatabase,
  "door-exit": IconDoorExit,
  download: IconDownload,
  edit: IconEdit,
  file: IconFile,
  "file-arrow-right": IconFileArrowRight,
  "file-check": IconFileCheck,
  "file-diff": IconFileDiff,
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
  "git-branch": IconGitBranch,
  "git-merge": IconGitMerge,
  hash: IconHash,
  hourglass: IconHourglass,
  json: IconJson,
  key: IconKey,
  list: IconList,
  "list-check": IconListCheck,
  "list-details": IconListDetails,
  lock: IconLock,
  mail: IconMail,
  "math-function": IconMathFunction,
  message: IconMessage,
  package: IconPackage,
  "player-pause": IconPlayerPause,
  "player-play": IconPlayerPlay,
  "player-skip-forward": IconPlayerSkipForward,
  "player-stop": IconPlayerStop,
  refresh: IconRefresh,
  repeat: IconRepeat,
  replace: IconReplace,
  rotate: IconRotate,
  route: IconRoute,
  script: IconScript,
  search: IconSearch,
  send: IconSend,
  server: IconServer,
  settings: IconSettings,
  shield: IconShield,
  "shield-check": IconShieldCheck,
  sitemap: IconSitemap,
  "sort-ascending": IconSortAscending,
  "stack-2": IconStack2,
  stopwatch: IconStopwatch,
  sum: IconSum,
  "switch-horizontal": IconSwitchHorizontal,
  table: IconTable,
  terminal: IconTerminal,
  "terminal-2": IconTerminal2,
  "text-wrap": IconTextWrap,
  trash: IconTrash,
  upload: IconUpload,
  "user-check": IconUserCheck,
  variable: IconVariable,
  webhook: IconWebhook,
  world: IconWorld,
  "world-download": IconWorldDownload,
  x: IconX,
};

export function nodeIcon(name: string | undefined): Icon {
  return icons[name ?? ""] ?? IconBox;
}
