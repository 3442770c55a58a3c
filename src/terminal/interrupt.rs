//! Ctrl-C: leaves at once, except while somebody is being asked or something is being written.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

static HELD: AtomicUsize = AtomicUsize::new(0);
static WANTED: AtomicBool = AtomicBool::new(false);

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

impl Drop for Hold {
    fn drop(&mut self) {
        HELD.fetch_sub(1, Ordering::SeqCst);
    }
}

#[expect(clippy::exit, reason = "the handler runs on a thread of its own: nobody is there to return to")]
fn leave() {
    let _ = console::Term::stderr().show_cursor();
    std::process::exit(i32::from(STATUS));
}
