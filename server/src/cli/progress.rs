//! A run as people follow it: finished steps and log lines above, what runs now below.
//!
//! Where the output is no terminal, plain lines in the order things happened.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _, stdout};
use std::time::Instant;

use engine::{Event, Observer, Report, Step, StepKind, StepStatus};
use parking_lot::Mutex;

use crate::wire::word;

const WIDEST: usize = 100;

/// Writes to standard output what happens.
pub(super) struct Progress(Mutex<Screen>);

struct Screen {
    is_terminal: bool,
    since: Instant,
    running: Vec<(String, Instant)>,
    /// Lines on the terminal that show what runs now.
    drawn: usize,
}

impl Progress {
    /// Nothing has happened yet.
    pub(super) fn new() -> Self {
        let is_terminal = stdout().is_terminal();
        Self(Mutex::new(Screen { is_terminal, since: Instant::now(), running: Vec::new(), drawn: 0 }))
    }

    /// Brings the times on a terminal up to date.
    pub(super) fn tick(&self) {
        let mut screen = self.0.lock();
        if screen.is_terminal && !screen.running.is_empty() {
            screen.say("");
        }
    }

    /// Writes how the run ended.
    pub(super) fn close(&self, report: &Report) {
        let mut screen = self.0.lock();
        screen.running.clear();
        let counts = report.counts;
        let mut text = format!(
            "\n{} in {}: {} steps completed, {} failed, {} skipped\n",
            word(&report.status),
            span(screen.since.elapsed().as_micros()),
            counts.completed,
            counts.failed,
            counts.skipped
        );
        if let Some(error) = &report.error {
            let node = error.node.as_ref().map(|node| format!(" (node {node})")).unwrap_or_default();
            let _ = writeln!(text, "{}: {}{node}", error.kind, error.message);
        }
        if !report.result.is_null() {
            let _ = writeln!(text, "result: {}", report.result);
        }
        screen.say(&text);
    }
}

impl Observer for Progress {
    fn event(&self, event: Event) {
        let mut screen = self.0.lock();
        match event {
            Event::Step(step) if step.kind == StepKind::Node => screen.step(&step),
            Event::Step(_) => {}
            Event::Log(line) => screen.say(&format!("    {}\n", line.text)),
            Event::Node { .. } | Event::Variable { .. } | Event::Paused { .. } | Event::Resumed { .. } => {}
        }
    }
}

impl Screen {
    fn step(&mut self, step: &Step) {
        if step.status == StepStatus::Running {
            self.running.push((step.key.clone(), Instant::now()));
            let text = if self.is_terminal { String::new() } else { format!("{} running\n", step.key) };
            return self.say(&text);
        }
        self.running.retain(|(key, _)| *key != step.key);
        let mark = match step.status {
            StepStatus::Completed => "✓",
            StepStatus::Skipped => "–",
            _ => "✗",
        };
        let mark = if self.is_terminal { format!("{mark} ") } else { String::new() };
        let mut text = format!("{mark}{} {} in {}\n", step.key, word(&step.status), span(step.duration_us.into()));
        if let Some(error) = &step.error {
            let _ = writeln!(text, "    {}: {}", error.kind, error.message);
        }
        self.say(&text);
    }

    /// Writes text above the lines that show what runs now.
    fn say(&mut self, text: &str) {
        let mut out = String::new();
        for _ in 0..self.drawn {
            out.push_str("\x1b[1A\x1b[2K");
        }
        out.push_str(text);
        self.drawn = 0;
        if self.is_terminal {
            for (key, since) in &self.running {
                let line = format!("… {key} {}", span(since.elapsed().as_micros()));
                out.extend(line.chars().take(WIDEST));
                out.push('\n');
                self.drawn += 1;
            }
        }
        // Who closed the pipe does not want to read on.
        let _ = stdout().lock().write_all(out.as_bytes());
    }
}

fn span(micros: u128) -> String {
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..1_000_000 => format!("{} ms", micros / 1_000),
        _ => format!("{}.{} s", micros / 1_000_000, micros / 100_000 % 10),
    }
}
