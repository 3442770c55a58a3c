//! A sign of life while one long piece of work goes on: drawn from the side, taken away when the work is done.

use std::io::Write;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::Duration;

/// Draws a line again and again until it is dropped.
#[derive(Debug, Default)]
pub struct Ticker {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Ticker {
    /// A ticker where nobody looks.
    pub(super) fn silent() -> Self {
        Self::default()
    }

    /// Draws `line` on `sink` with every beat, and for the first time after `patience`.
    pub(super) fn start(
        patience: Duration,
        beat: Duration,
        line: impl Fn() -> String + Send + 'static,
        mut sink: impl Write + Send + 'static,
    ) -> Self {
        let (stop, stopped) = mpsc::channel();
        let draw = move || {
            let mut pause = patience;
            let mut drawn = false;
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                // Nobody is left to tell where standard error is gone.
                let _ = write!(sink, "\r{}\u{1b}[K", line());
                let _ = sink.flush();
                drawn = true;
                pause = beat;
            }
            if drawn {
                let _ = write!(sink, "\r\u{1b}[K");
                let _ = sink.flush();
            }
        };
        // Without a thread to spare the work goes on all the same.
        let thread = std::thread::Builder::new().name("progress".to_owned()).spawn(draw).ok();
        Self { running: thread.map(|thread| (stop, thread)) }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::terminal::paper::Paper;

    #[test]
    fn short_work_shows_nothing() {
        let paper = Paper::default();
        drop(Ticker::start(Duration::from_secs(600), Duration::from_secs(600), || "work".to_owned(), paper.clone()));
        assert_eq!(paper.text(), "");
    }

    #[test]
    fn long_work_shows_a_line_and_takes_it_away() {
        let paper = Paper::default();
        let ticker =
            Ticker::start(Duration::ZERO, Duration::from_millis(1), || "work: 1 of 2".to_owned(), paper.clone());
        while paper.text().is_empty() {
            std::thread::yield_now();
        }
        drop(ticker);
        assert!(paper.text().starts_with("\rwork: 1 of 2\u{1b}[K"));
        assert!(paper.text().ends_with("\r\u{1b}[K"));
    }
}
