import type { KeyAct } from '../../shell/keyboard.ts'

/** What the pointer and the hand do, in the order in which the help tells it. */
type Gesture =
  | 'hover'
  | 'click'
  | 'empty'
  | 'drag'
  | 'wheel'
  | 'turn'
  | 'pinch'
  | 'axis'
  | 'figure'
  | 'tab'
  | 'walk'
  | 'steps'

interface HelpWords {
  readonly title: string
  readonly keys: string
  readonly hands: string
  readonly close: string
  readonly acts: Readonly<Record<KeyAct, string>>
  /** The gesture and what it does. */
  readonly gestures: Readonly<Record<Gesture, readonly [hand: string, does: string]>>
  /** How keys are printed that have no sign of their own. */
  readonly caps: Readonly<Record<string, string>>
}

const CAPS = {
  ArrowRight: '→',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowUp: '↑',
  Escape: 'Esc',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
} as const

const zh: HelpWords = {
  title: '按键与手势',
  keys: '按键',
  hands: '鼠标与触摸',
  close: '关闭',
  acts: {
    index: '换指标,依图例中的次序',
    next: '点亮下一处',
    previous: '点亮上一处',
    enter: '进入点亮的一处',
    out: '关闭打开的,再逐级返回',
    search: '查找',
    nextScene: '下一个场景',
    previousScene: '上一个场景',
    globe: '地图与地球互换',
    floors: '打开楼时,楼层换展开、图幅、剖面',
    cut: '剖面向前、向后移',
    walk: '在打开的楼层里以人眼高度走动,Esc 返回',
    replay: '回看,再按回到实时',
    pause: '回看时暂停、继续',
    fullScreen: '全屏,再按退出',
    help: '打开这张表',
  },
  gestures: {
    hover: ['指向', '名称、数值和样本数'],
    click: ['点一下', '进入一级,或选中车辆、房间'],
    empty: ['点空处', '放下所选'],
    drag: ['拖动', '移动画面'],
    wheel: ['滚轮', '放大、缩小'],
    turn: ['右键拖动', '旋转、倾斜'],
    pinch: ['双指', '缩放、旋转、倾斜'],
    axis: ['点时间轴', '展开,再点回看那一刻'],
    figure: ['点数字', '公式、出处、界线和来由'],
    tab: ['Tab 键', '到下一行按钮、下一张表;其中用方向键'],
    walk: ['走动时:W A S D、方向键', '前、后、左、右,左右转'],
    steps: ['走动时:点地面、双指', '走到那里,前后左右挪动;拖动转头'],
  },
  caps: { ...CAPS, ' ': '空格', Enter: '回车', Backspace: '退格' },
}

const en: HelpWords = {
  title: 'Keys and gestures',
  keys: 'Keys',
  hands: 'Pointer and touch',
  close: 'Close',
  acts: {
    index: 'Change the index, in the order of the legend',
    next: 'Light the next place',
    previous: 'Light the place before',
    enter: 'Enter the place that is lit',
    out: 'Close what is open, then go up level by level',
    search: 'Search',
    nextScene: 'Next scene',
    previousScene: 'Scene before',
    globe: 'Swap the map and the globe',
    floors: 'In a building, go through fan, sheet and section of its floors',
    cut: 'Move the section forward and back',
    walk: 'Walk on the open floor at eye height; Esc returns',
    replay: 'Replay; once more returns to the present',
    pause: 'Pause and resume the replay',
    fullScreen: 'Full screen; once more leaves it',
    help: 'Open this sheet',
  },
  gestures: {
    hover: ['Point at', 'Name, value and how many are counted'],
    click: ['Click', 'Go one level in, or select a vehicle or a room'],
    empty: ['Click on nothing', 'Let go of the selection'],
    drag: ['Drag', 'Move the picture'],
    wheel: ['Wheel', 'Zoom in and out'],
    turn: ['Drag with the right button', 'Turn and tilt'],
    pinch: ['Two fingers', 'Zoom, turn and tilt'],
    axis: ['Press the time axis', 'Open it; once more replays that instant'],
    figure: ['Press a figure', 'Formula, source, threshold and what it is made of'],
    tab: ['Tab key', 'The next row of buttons or list; arrow keys within it'],
    walk: ['Walking: W A S D, arrows', 'Ahead, back, aside; turn left and right'],
    steps: ['Walking: press the floor, two fingers', 'Go there; move ahead, back, aside; drag to look'],
  },
  caps: { ...CAPS, ' ': 'Space', Enter: 'Enter', Backspace: 'Backspace' },
}

export const HELP = { zh, en } as const
