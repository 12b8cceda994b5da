import type { zh } from '../zh/notices.ts'

/** Words of the size of a wall, notices and errors. */
export const en: typeof zh = {
  wall: {
    title: 'Wall size and viewing distance',
    pixels: 'This screen: {width} × {height} px',
    height: 'Physical height of the display (mm)',
    distance: 'Farthest viewing distance (m)',
    screens: 'Screens beside each other, or their widths (may be left out)',
    bezel: 'What the edges between two screens hide of the picture (mm)',
    rule: 'Rule: capitals at least 1/250 of the viewing distance high',
    cap: 'Text capitals are {given} mm ({text} px); {distance} m asks for {required} mm',
    holds: 'Holds',
    finest: 'The picture is drawn at its finest.',
    coarser:
      'The picture is drawn coarser: step {step} of {of}, as a frame took {frameMs} ms. It gets finer again by itself.',
    fails: 'Does not hold',
    save: 'Apply',
    forget: 'Clear',
    cancel: 'Cancel',
  },
  notice: {
    badCamera: 'The address names no valid view; this place is shown from its own',
    noWords: '英文文字未能载入,将自动重试 / The English words did not come; asking again',
    noFull: 'The browser refuses full screen; F11 may do',
    offline: 'The link to the server is down; the picture stands at {time}',
    illegible: 'Read from {distance} m, text should be {required} px; this screen can give {given} px',
  },
  error: {
    'bad-request': 'The request is wrong',
    'invalid-record': 'The data breaks the contract',
    unauthenticated: 'Account or password is wrong',
    'password-change-required': 'The password must be changed first',
    locked: 'The account is locked, try later',
    forbidden: 'Not permitted',
    'out-of-scope': 'Outside your scope',
    'not-found': 'Not found',
    'not-kept': 'No history kept',
    conflict: 'In conflict with what is there',
    'too-many-requests': 'Too many attempts, try later',
    unavailable: 'The server does not answer',
    internal: 'The server failed',
    title: 'Something went wrong',
  },
}
