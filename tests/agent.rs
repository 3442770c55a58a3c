//! Sealing through an ssh-agent that runs, with keys that ssh-keygen made, and what is said where it cannot be.

use std::fs;
use std::io::Write as _;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use super::common::Tool;
use super::common::screen::Screen;

/// An ssh-agent of this test alone; it ends when this does.
struct Agent {
    child: Child,
    socket: String,
}

impl Agent {
    /// Starts one in the tool's folder; none where the machine has no ssh-agent.
    fn start(tool: &Tool) -> Option<Self> {
        let socket = tool.path("agent").to_str().unwrap().to_owned();
        let mut command = Command::new("ssh-agent");
        command.args(["-D", "-a", &socket]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(child) = command.spawn() else {
            // Past the capture of the test harness: a skip must be seen.
            let _ = writeln!(std::io::stderr(), "\nJUDGED NOTHING: no ssh-agent here; install openssh-client\n");
            return None;
        };
        let agent = Self { child, socket };
        let begun = Instant::now();
        while !tool.path("agent").exists() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the ssh-agent opens no socket");
            std::thread::sleep(Duration::from_millis(10));
        }
        Some(agent)
    }

    fn holds(&self, tool: &Tool, key: &str) {
        let mut command = Command::new("ssh-add");
        command.env("SSH_AUTH_SOCK", &self.socket).current_dir(tool.path("")).args(["-q", key]);
        assert!(command.stdin(Stdio::null()).status().unwrap().success());
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn keygen(tool: &Tool, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new("ssh-keygen");
    command.current_dir(tool.path("")).args(arguments);
    command.output().expect("this test needs ssh-keygen: install openssh-client")
}

fn key(tool: &Tool, name: &str, kind: &str, passphrase: &str) {
    assert!(keygen(tool, &["-q", "-t", kind, "-N", passphrase, "-C", name, "-f", name]).status.success());
}

fn packet(tool: &Tool) {
    tool.example("minimal");
    tool.run(&["packet", "minimal", "--zip", "--to", "html"]).ended(0);
    let public = fs::read_to_string(tool.path("key.pub")).unwrap();
    tool.write("signers", format!("lead@example.org namespaces=\"assent-packet\" {public}"));
}

#[test]
fn the_agent_seals_a_folder_and_a_zip_and_ssh_keygen_agrees() {
    let tool = Tool::new();
    let Some(agent) = Agent::start(&tool) else { return };
    key(&tool, "key", "ed25519", "");
    agent.holds(&tool, "key");
    // From here on only the agent has the private key.
    fs::remove_file(tool.path("key")).unwrap();
    packet(&tool);
    let tool = tool.env("SSH_AUTH_SOCK", &agent.socket);

    for sealed in ["minimal/packet", "minimal/packet.zip"] {
        let ran = tool.run(&["seal", sealed, "--key", "key.pub"]).ended(0);
        assert!(ran.stdout.contains("Sealed"), "{}", ran.stdout);
        let verified = tool.run(&["verify", sealed, "--signers", "signers"]).ended(0);
        assert!(verified.stdout.contains("Sealed by lead@example.org"), "{}", verified.stdout);
    }
    let judged = Command::new("ssh-keygen")
        .current_dir(tool.path("minimal/packet"))
        .args(["-Y", "verify", "-f", "../../signers", "-I", "lead@example.org", "-n", "assent-packet"])
        .args(["-s", "packet.json.sig"])
        .stdin(fs::File::open(tool.path("minimal/packet/packet.json")).unwrap())
        .output()
        .unwrap();
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stderr));
}

#[test]
fn where_the_agent_cannot_sign_nothing_is_sealed_and_the_next_step_is_said() {
    let tool = Tool::new();
    let Some(agent) = Agent::start(&tool) else { return };
    key(&tool, "key", "ed25519", "");
    packet(&tool);
    let seal = ["seal", "minimal/packet", "--key", "key.pub"];
    let refused = |socket: Option<&str>, words: &[&str]| {
        let mut command = tool.command(&seal);
        command.envs(socket.map(|socket| ("SSH_AUTH_SOCK", socket)));
        let ran = super::common::ran(command.output().unwrap()).ended(2);
        for word in words {
            assert!(ran.stderr.contains(word), "{word}: {}", ran.stderr);
        }
        assert!(!tool.path("minimal/packet/packet.json.sig").exists());
    };
    refused(None, &["no ssh-agent is running", "next: start one with"]);
    refused(Some("nowhere"), &["could not reach the ssh-agent", "next: start one with"]);
    refused(Some(&agent.socket), &["does not hold this key", "next: add the key with `ssh-add`"]);
}

#[test]
fn a_key_that_a_seal_cannot_be_checked_with_seals_nothing() {
    let tool = Tool::new();
    let Some(agent) = Agent::start(&tool) else { return };
    key(&tool, "key", "ed25519", "");
    packet(&tool);
    let tool = tool.env("SSH_AUTH_SOCK", &agent.socket);
    for kind in ["rsa", "ecdsa"] {
        key(&tool, kind, kind, "");
        agent.holds(&tool, kind);
        for key in [kind.to_owned(), format!("{kind}.pub")] {
            let ran = tool.run(&["seal", "minimal/packet", "--key", &key]).ended(2);
            assert!(ran.stderr.contains("next: name an OpenSSH ed25519 key"), "{}", ran.stderr);
            assert!(!tool.path("minimal/packet/packet.json.sig").exists());
        }
    }
    // Somebody else's seal by such a key is sound, and is not called wrong.
    let manifest = "minimal/packet/packet.json";
    assert!(keygen(&tool, &["-Y", "sign", "-f", "rsa", "-n", "assent-packet", manifest]).status.success());
    let verified = tool.run(&["verify", "minimal/packet", "--signers", "signers"]).ended(1);
    assert!(verified.stdout.contains("are not checked here; `ssh-keygen -Y verify` does"), "{}", verified.stdout);
}

/// Types until what is typed is not shown: the terminal hides it, and forgets what came before, only a moment after the
/// question stands there.
fn type_unseen(screen: &mut Screen, keys: &str) {
    screen.wait("Passphrase of the key");
    for _ in 0..20 {
        let shown = screen.all().matches(keys).count();
        std::thread::sleep(Duration::from_secs(1));
        screen.keys(keys);
        screen.keys("\r");
        std::thread::sleep(Duration::from_secs(1));
        if screen.all().matches(keys).count() == shown {
            return;
        }
    }
    panic!("what is typed as a passphrase is shown:\n{}", screen.text());
}

#[test]
fn a_locked_key_is_opened_by_its_passphrase_and_by_no_other() {
    let tool = Tool::new();
    key(&tool, "key", "ed25519", "an invented passphrase");
    packet(&tool);
    let words = ["seal", "minimal/packet", "--key", "key"];
    let ran = tool.run(&words).ended(2);
    assert!(ran.stderr.contains("there is no terminal to ask them on"), "{}", ran.stderr);
    assert!(ran.stderr.contains("the key's .pub file, so that the ssh-agent signs"), "{}", ran.stderr);

    let mut screen = Screen::start(&tool.path(""), &words, 30, 100, &[]);
    type_unseen(&mut screen, "another passphrase");
    assert_eq!(screen.ended(), 2);
    assert!(screen.text().contains("the passphrase does not open the key"), "{}", screen.text());
    assert!(!tool.path("minimal/packet/packet.json.sig").exists());

    let mut screen = Screen::start(&tool.path(""), &words, 30, 100, &[]);
    type_unseen(&mut screen, "an invented passphrase");
    assert_eq!(screen.ended(), 0);
    tool.run(&["verify", "minimal/packet", "--signers", "signers"]).ended(0);
}
