const stockholm = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  dateStyle: 'short',
  timeStyle: 'short',
  hourCycle: 'h23',
})

/** 03:30 comes exactly once every night, also when the clocks change (02:30 does not). */
export const nightlyAt = { hour: 3, minute: 30 }
export const nightlyPattern = `${nightlyAt.minute} ${nightlyAt.hour} * * *`

/** The Swedish day (YYYY-MM-DD) of the latest night whose run should have begun. */
export function slotOf(now: Date): string {
  const { day, time } = swedish(now)
  return time >= '03:30' ? day : addDay(day, -1)
}

/** The instant of the next nightly run. */
export function nextNight(now: Date): Date {
  const { day, time } = swedish(now)
  const wanted = time < '03:30' ? day : addDay(day, 1)
  // Swedish time is one hour before UTC, in summer two: the one that is read back as 03:30 is right.
  const [summer, winter] = ['01:30', '02:30'].map((utc) => new Date(`${wanted}T${utc}:00Z`)) as [Date, Date]
  return swedish(summer).time === '03:30' ? summer : winter
}

function swedish(instant: Date): { day: string; time: string } {
  const [day = '', time = ''] = stockholm.format(instant).split(' ')
  return { day, time }
}

function addDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
