import { chmodSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Page } from 'playwright-core'
import { drawn, MadeMedia } from '../server/src/testing/media.js'
import { Parley } from './parley.js'

const media = new MadeMedia()
let parley: Parley

/** Programs for videos that are killed at once, as at their limits. */
beforeAll(async () => {
  for (const program of ['ffmpeg', 'ffprobe']) {
    writeFileSync(join(media.folder, program), '#!/bin/sh\nkill -9 $$\n')
    chmodSync(join(media.folder, program), 0o755)
  }
  parley = await Parley.start({ PATH: [media.folder, process.env['PATH']].join(delimiter) })
})

afterAll(async () => {
  await parley.stop()
  media.remove()
  expect(parley.complaints).toEqual([])
})

/** A first frame that the page drew from the video itself. */
const hasOwnCover = (page: Page) =>
  page.waitForFunction(() => {
    const video = document.querySelector<HTMLVideoElement>('[role=log] video[preload=metadata]')
    return video !== null && video.videoWidth === 640 && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
  })

it('a video without a cover shows its own first frame on both sides, and plays', async () => {
  const path = media.file(
    'clip.mp4',
    ...drawn('testsrc=size=640x360:rate=24:duration=2'),
    ...['-pix_fmt', 'yuv420p', '-movflags', '+faststart'],
  )
  const agent = await parley.agent()
  const visitor = await parley.visitor()
  await visitor.locator('input[type=file]').setInputFiles([path])
  await visitor.locator('button[type=submit]:not([disabled])').waitFor({ timeout: 15_000 })
  await visitor.getByRole('button', { name: /^Send$/ }).click()
  await agent.getByRole('option').first().click()
  for (const page of [visitor, agent]) await hasOwnCover(page)
  await parley.picture(visitor, 'video-own-cover-visitor')
  await parley.picture(agent, 'video-own-cover-agent')
  await parley.log(agent).getByRole('button', { name: 'Play video clip.mp4' }).click()
  await agent.waitForFunction(() => document.querySelector<HTMLVideoElement>('video[controls]')?.videoWidth === 640)
})
