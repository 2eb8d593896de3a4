//! When a schedule is due, in its own time zone.

use chrono::{DateTime, Duration, Offset as _, TimeZone, Utc};
use chrono_tz::Tz;
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};

/// Characters of a cron text.
const LONGEST: usize = 200;
/// How far ahead a time is looked for: what comes once in so many years hardly comes.
const FARTHEST: Duration = Duration::days(366 * 30);
/// Clocks are put forward or back by less.
const AROUND: Duration = Duration::hours(3);

/// The times that a cron text stands for in a time zone.
///
/// Five fields (minute, hour, day, month, weekday), or six with seconds in front, as POSIX `crontab` has them, with the
/// usual additions (names, `L`, `W`, `#`, `@daily`). Where clocks go forward, a time that does not exist comes when they
/// have; where they go back, a fixed time comes once.
#[derive(Clone)]
pub struct Timetable {
    cron: Cron,
    timezone: Tz,
}

/// Why there is no timetable: the field, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadTimes {
    /// `cron` or `timezone`.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl BadTimes {
    fn cron(message: impl Into<String>) -> Self {
        Self { field: "cron", message: message.into() }
    }
}

impl Timetable {
    /// Reads a cron text for the IANA time zone of this name.
    ///
    /// # Errors
    /// If one of them cannot be read, or no time ever comes.
    pub fn new(cron: &str, timezone: &str) -> Result<Self, BadTimes> {
        let timezone = timezone.trim().parse().map_err(|_| {
            let shown: String = timezone.chars().take(40).collect();
            let message = format!("`{shown}` is no time zone. Use a name such as `UTC` or `Europe/Berlin`.");
            BadTimes { field: "timezone", message }
        })?;
        if cron.len() > LONGEST {
            return Err(BadTimes::cron(format!("The times have more than {LONGEST} characters. Use two schedules.")));
        }
        let parser = CronParser::builder().seconds(Seconds::Optional).year(Year::Disallowed).build();
        let read = parser.parse(cron).map_err(|error| {
            let message = format!("`{cron}` are no times: {error} Write minute, hour, day, month and weekday.");
            BadTimes::cron(message)
        })?;
        let timetable = Self { cron: read, timezone };
        match timetable.after(0) {
            Some(_) => Ok(timetable),
            None => Err(BadTimes::cron(format!("`{cron}` never comes. Choose a day that there is."))),
        }
    }

    /// The first time after a moment; both in milliseconds since 1970.
    pub fn after(&self, moment: i64) -> Option<i64> {
        let moment = whole_second(moment)?;
        let next = if self.clocks_change_around(moment) {
            // Of an hour that comes twice, the reader of cron texts knows the second one only if it met the first.
            let from = (moment - AROUND).with_timezone(&self.timezone);
            let near = self.cron.iter_after(from).map(|time| time.to_utc()).take_while(|time| *time <= moment + AROUND);
            near.filter(|time| *time > moment).min()
        } else {
            None
        };
        let usual = || Some(self.cron.iter_after(moment.with_timezone(&self.timezone)).next()?.to_utc());
        let next = next.or_else(usual)?;
        (next - moment <= FARTHEST).then(|| next.timestamp_millis())
    }

    fn clocks_change_around(&self, moment: DateTime<Utc>) -> bool {
        let offset = |at: DateTime<Utc>| self.timezone.offset_from_utc_datetime(&at.naive_utc()).fix();
        offset(moment - AROUND) != offset(moment + AROUND)
    }

    /// The last time up to a moment that comes after another one.
    pub fn last_between(&self, after: i64, until: i64) -> Option<i64> {
        let moment = whole_second(until)?.with_timezone(&self.timezone);
        let last: DateTime<Tz> = self.cron.find_previous_occurrence(&moment, true).ok()?;
        Some(last.timestamp_millis()).filter(|last| *last > after)
    }

    /// The times in words, such as "At 06:00".
    pub fn in_words(&self) -> String {
        self.cron.describe()
    }
}

/// Times come at whole seconds, and what is looked for begins with the fraction of what it is looked for from.
fn whole_second(millis: i64) -> Option<DateTime<Utc>> {
    Utc.timestamp_opt(millis.div_euclid(1000), 0).single()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).expect("a time").timestamp_millis()
    }

    fn times(cron: &str, timezone: &str, from: &str, count: usize) -> Vec<String> {
        let timetable = Timetable::new(cron, timezone).expect("a timetable");
        let mut at = millis(from);
        let mut times = Vec::new();
        for _ in 0..count {
            at = timetable.after(at).expect("a time");
            let utc = Utc.timestamp_millis_opt(at).single().expect("a time");
            times.push(utc.format("%m-%d %H:%M:%S").to_string());
        }
        times
    }

    #[test]
    fn times_are_those_of_the_zone() {
        assert_eq!(times("0 6 * * *", "UTC", "2026-03-01T05:59:59Z", 2), ["03-01 06:00:00", "03-02 06:00:00"]);
        assert_eq!(times("0 6 * * *", "Asia/Kolkata", "2026-03-01T00:00:00Z", 1), ["03-01 00:30:00"]);
        assert_eq!(times("*/20 * * * * *", "UTC", "2026-03-01T00:00:05Z", 2), ["03-01 00:00:20", "03-01 00:00:40"]);
        assert_eq!(times("@daily", "UTC", "2026-03-01T00:00:05Z", 1), ["03-02 00:00:00"]);
    }

    #[test]
    fn a_time_is_always_after_the_moment() {
        assert_eq!(times("0 6 * * *", "UTC", "2026-03-01T06:00:00Z", 1), ["03-02 06:00:00"]);
        let daily = Timetable::new("0 6 * * *", "UTC").expect("a timetable");
        assert_eq!(daily.after(millis("2026-03-01T05:59:59.900Z")), Some(millis("2026-03-01T06:00:00Z")));
        assert_eq!(daily.after(millis("2026-03-01T06:00:00.100Z")), Some(millis("2026-03-02T06:00:00Z")));
    }

    #[test]
    fn where_clocks_go_forward_a_lost_time_comes_when_they_have() {
        // In Berlin, 02:00 becomes 03:00 on 29 March 2026.
        assert_eq!(
            times("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2),
            ["03-29 01:00:00", "03-30 00:30:00"]
        );
        let hourly = times("0 * * * *", "Europe/Berlin", "2026-03-28T23:30:00Z", 3);
        assert_eq!(hourly, ["03-29 00:00:00", "03-29 01:00:00", "03-29 02:00:00"]);
    }

    #[test]
    fn where_clocks_go_back_a_fixed_time_comes_once_and_every_hour_each_hour() {
        // In Berlin, 03:00 becomes 02:00 on 25 October 2026.
        assert_eq!(
            times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2),
            ["10-25 00:30:00", "10-26 01:30:00"]
        );
        let hourly = times("0 * * * *", "Europe/Berlin", "2026-10-24T22:30:00Z", 4);
        assert_eq!(hourly, ["10-24 23:00:00", "10-25 00:00:00", "10-25 01:00:00", "10-25 02:00:00"]);
    }

    #[test]
    fn the_last_time_that_was_missed_is_found() {
        let timetable = Timetable::new("0 * * * *", "UTC").expect("a timetable");
        let (since, until) = (millis("2026-03-01T06:00:00Z"), millis("2026-03-01T09:10:00Z"));
        assert_eq!(timetable.last_between(since, until), Some(millis("2026-03-01T09:00:00Z")));
        assert_eq!(timetable.last_between(since, millis("2026-03-01T06:59:00Z")), None);
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_field() {
        for cron in ["", "every day", "61 * * * *", "* * * *", "0 0 30 2 *", "0 0 0 0 0 0 0", &"1,".repeat(200)] {
            assert_eq!(Timetable::new(cron, "UTC").map(|_| ()).expect_err(cron).field, "cron", "{cron}");
        }
        assert_eq!(Timetable::new("0 6 * * *", "Berlin").map(|_| ()).expect_err("no zone").field, "timezone");
    }

    #[test]
    fn times_can_be_said_in_words() {
        assert!(Timetable::new("0 6 * * *", "UTC").expect("a timetable").in_words().contains("06:00"));
    }
}
