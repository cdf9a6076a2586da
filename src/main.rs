//! The `ibid` command.

fn main() -> std::process::ExitCode {
    ibid::cli::run()
}
