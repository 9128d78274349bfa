//! `sapa`: see `sapa --help`, or README.md.

fn main() {
    std::process::exit(sapa::cli::main());
}
