//! The program in a terminal, seen as a person sees it: the screen, the cursor, and the keys.

use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

use portable_pty::Child;
use portable_pty::CommandBuilder;
use portable_pty::MasterPty;
use portable_pty::PtySize;
use portable_pty::native_pty_system;

use crate::common::measured;

/// How long a screen may take to come: two busy cores, an unoptimised build.
const PATIENCE: Duration = Duration::from_secs(180);

/// A terminal with the program in it.
pub struct Screen {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    parser: Arc<Mutex<vt100::Parser>>,
    seen: Arc<Mutex<String>>,
    reader: std::thread::JoinHandle<()>,
    _master: Box<dyn MasterPty + Send>,
}

impl Screen {
    pub fn start(folder: &Path, words: &[&str], rows: u16, columns: u16, env: &[(&str, &str)]) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_assent"));
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        if let Some((name, file)) = measured() {
            command.env(name, file);
        }
        for (name, value) in env {
            command.env(name, value);
        }
        command.args(words);
        command.cwd(folder);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser =
            Arc::new(Mutex::new(vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 2000)));
        let seen = Arc::new(Mutex::new(String::new()));
        let mut output = pair.master.try_clone_reader().unwrap();
        let (screen, log) = (Arc::clone(&parser), Arc::clone(&seen));
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = output.read(&mut buffer) {
                if count == 0 {
                    break;
                }
                screen.lock().unwrap().process(&buffer[..count]);
                log.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..count]));
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { child, keys, parser, seen, reader, _master: pair.master }
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    /// Everything that was ever written, escapes included.
    pub fn all(&self) -> String {
        self.seen.lock().unwrap().clone()
    }

    pub fn cursor_is_hidden(&self) -> bool {
        self.parser.lock().unwrap().screen().hide_cursor()
    }

    /// Waits until a text stands on the screen.
    #[track_caller]
    pub fn wait(&self, text: &str) {
        let begun = Instant::now();
        while !self.text().contains(text) {
            assert!(begun.elapsed() < PATIENCE, "`{text}` does not come; the screen:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Types a line once a text stands on the screen.
    #[track_caller]
    pub fn answer(&mut self, wait: &str, keys: &str) {
        self.wait(wait);
        self.keys(keys);
        self.keys("\r");
    }

    /// Moves down a list until a choice is marked, and takes it.
    #[track_caller]
    pub fn pick(&mut self, choice: &str) {
        self.wait(choice);
        self.mark(choice);
        self.keys("\r");
    }

    /// Moves down a list until a choice is marked.
    #[track_caller]
    pub fn mark(&mut self, choice: &str) {
        let marked = |text: &str| text.lines().any(|line| line.starts_with(['❯', '>']) && line.contains(choice));
        for _ in 0..60 {
            // A screen that is being drawn again shows no mark for a moment.
            for _ in 0..5 {
                if marked(&self.text()) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            self.keys(DOWN);
        }
        panic!("`{choice}` is not among the choices; the screen:\n{}", self.text());
    }

    /// What a closed terminal does to the program that ran in it.
    pub fn hang_up(&self) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args(["-HUP", &id]).status().unwrap().success());
    }

    /// The status with which the program ended.
    #[track_caller]
    pub fn ended(&mut self) -> u32 {
        let begun = Instant::now();
        loop {
            // What was written last is read before anybody looks at the screen.
            if let (Some(status), true) = (self.child.try_wait().unwrap(), self.reader.is_finished()) {
                return status.exit_code();
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end; the screen:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// The key that moves down in a list.
pub const DOWN: &str = "\u{1b}[B";
/// Ctrl-C.
pub const INTERRUPT: &str = "\u{3}";
/// Ctrl-D.
pub const END: &str = "\u{4}";
