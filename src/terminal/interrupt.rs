//! Ctrl-C: leaves at once, except while somebody is being asked or something is being written.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

static HELD: AtomicUsize = AtomicUsize::new(0);
static ASKING: AtomicUsize = AtomicUsize::new(0);
static WANTED: AtomicBool = AtomicBool::new(false);

/// What is written by somebody who is gone before they could say yes to it.
static WILL: Mutex<Option<Will>> = Mutex::new(None);

/// Something to do before the program leaves in the middle of a question.
pub type Will = Box<dyn FnOnce() + Send>;

/// The exit status of a program that was interrupted, as shells count it.
pub const STATUS: u8 = 130;

/// Listens for Ctrl-C (and for the request to end). Without it a prompt would leave the cursor hidden.
pub fn listen() {
    // A second call, and a system without signals, leave the default: the program ends at once.
    let _ = ctrlc::set_handler(|| {
        WANTED.store(true, Ordering::SeqCst);
        if HELD.load(Ordering::SeqCst) == 0 {
            leave();
        }
        // A prompt that waits for a key does not hear a signal from outside, or one that came just before it began.
        if ASKING.load(Ordering::SeqCst) > 0 {
            std::thread::sleep(std::time::Duration::from_millis(250));
            if ASKING.load(Ordering::SeqCst) > 0 {
                restore();
                leave();
            }
        }
    });
}

/// True once somebody pressed Ctrl-C.
pub fn wanted() -> bool {
    WANTED.load(Ordering::SeqCst)
}

/// Until this is dropped, Ctrl-C only sets [`wanted`]: the caller saves, tidies up and returns.
#[derive(Debug)]
pub struct Hold(());

/// Holds Ctrl-C back, for prompts and for writing.
pub fn hold() -> Hold {
    HELD.fetch_add(1, Ordering::SeqCst);
    Hold(())
}

/// Says that a prompt waits for somebody until this is dropped: nothing is half written, and Ctrl-C may leave.
#[derive(Debug)]
pub struct Asking(());

/// Marks a prompt; it holds Ctrl-C back until the prompt itself has heard it.
pub fn asking() -> (Hold, Asking) {
    ASKING.fetch_add(1, Ordering::SeqCst);
    (hold(), Asking(()))
}

impl Drop for Asking {
    fn drop(&mut self) {
        ASKING.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        HELD.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Leaves something to do if the program has to end while a question waits; none takes it back.
pub fn will(will: Option<Will>) {
    if let Ok(mut stands) = WILL.lock() {
        *stands = will;
    }
}

/// Gives the terminal back as it was before a prompt read keys one by one, and says that nothing is lost.
fn restore() {
    if cfg!(unix) {
        let _ = std::process::Command::new("stty").arg("sane").status();
    }
    let _ = console::Term::stderr().write_line("\nEverything answered so far is saved.");
}

#[expect(clippy::exit, reason = "the handler runs on a thread of its own: nobody is there to return to")]
fn leave() {
    if let Some(will) = WILL.lock().ok().and_then(|mut will| will.take()) {
        will();
    }
    let _ = console::Term::stderr().show_cursor();
    std::process::exit(i32::from(STATUS));
}
