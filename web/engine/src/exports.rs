//! What a page calls.
//!
//! The page asks for room for its request by [`forceflow_input`], writes it there as UTF-8, calls [`forceflow_call`], and
//! reads as many bytes as that gives from [`forceflow_output`]. A mistake in the engine ends the instance; then
//! [`forceflow_panic`] still tells what happened.

#![expect(
    unsafe_code,
    reason = "names that a page can call are unsafe to declare, since two could be the same"
)]

use std::cell::RefCell;
use std::panic::PanicHookInfo;
use std::sync::Once;

use crate::Engine;

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::default();
    static INPUT: RefCell<Vec<u8>> = RefCell::default();
    static OUTPUT: RefCell<Vec<u8>> = RefCell::default();
    static PANIC: RefCell<Vec<u8>> = RefCell::default();
}

/// Makes room for a request of so many bytes and gives the place of the first.
#[unsafe(no_mangle)]
pub extern "C" fn forceflow_input(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        input.clear();
        input.resize(length, 0);
        input.as_mut_ptr()
    })
}

/// Answers the request and gives the length of the answer in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn forceflow_call() -> usize {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(keep)));
    let request = INPUT.take();
    let answer = ENGINE.with_borrow_mut(|engine| engine.answer(&String::from_utf8_lossy(&request)));
    let length = answer.len();
    OUTPUT.set(answer.into_bytes());
    length
}

/// Gives the place of the first byte of the answer, which stays until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn forceflow_output() -> *const u8 {
    OUTPUT.with_borrow(Vec::as_ptr)
}

/// Puts the words of the mistake that ended the instance where [`forceflow_output`] gives their place, and gives their
/// length in bytes; 0 where there was none.
#[unsafe(no_mangle)]
pub extern "C" fn forceflow_panic() -> usize {
    let words = PANIC.take();
    let length = words.len();
    OUTPUT.set(words);
    length
}

/// Keeps what a panic says, since nothing runs behind it.
fn keep(panic: &PanicHookInfo<'_>) {
    let words = panic.to_string().into_bytes();
    // A panic while these words are taken leaves none, rather than another panic.
    let _ = PANIC.try_with(|kept| kept.try_borrow_mut().map(|mut kept| *kept = words));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_goes_in_and_an_answer_comes_out() {
        let request = br#"{"call": "version"}"#;
        let _ = forceflow_input(request.len());
        INPUT.with_borrow_mut(|input| input.copy_from_slice(request));
        let length = forceflow_call();
        let answer = OUTPUT.with_borrow(|output| String::from_utf8_lossy(output).into_owned());
        assert_eq!(answer.len(), length);
        assert_eq!(answer, format!(r#"{{"ok":{{"version":"{}"}}}}"#, env!("CARGO_PKG_VERSION")));
    }

    #[test]
    fn the_words_of_a_panic_are_kept() {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(keep));
        let died = std::panic::catch_unwind(|| panic!("no such lane: 7"));
        std::panic::set_hook(before);
        assert!(died.is_err());
        let length = forceflow_panic();
        let words = OUTPUT.with_borrow(|output| String::from_utf8_lossy(output).into_owned());
        assert_eq!(words.len(), length);
        assert!(words.contains("exports.rs") && words.contains("no such lane: 7"), "{words}");
        assert_eq!(forceflow_panic(), 0, "told once");
    }
}
