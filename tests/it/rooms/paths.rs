//! Reads the paths that a source file names: in `use`, in types and expressions, and in the tokens of macros, which
//! the parser leaves unread.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Something that a rule may be about.
pub(super) struct Found {
    pub(super) line: usize,
    pub(super) what: Named,
    /// Inside `#[cfg(test)]`, or in a file of tests.
    pub(super) in_tests: bool,
}

pub(super) enum Named {
    /// A path of this crate, from its root: `store::Store`.
    Ours(String),
    /// Any other path as written: `sqlx::Row`, `std::time::Instant`, but also `Session::new`.
    Foreign(String),
    /// An async function or block, or an await.
    Async,
}

/// Everything that `source` names. `file`: its path below `src`, from which `super` is counted.
pub(super) fn read(file: &str, source: &str) -> Result<Vec<Found>, syn::Error> {
    let parsed = syn::parse_file(source)?;
    let in_tests = file.ends_with("/tests.rs") || file.contains("/tests/");
    let mut reader = Reader { module: module_of(file), in_tests, out: Vec::new() };
    reader.visit_file(&parsed);
    Ok(reader.out)
}

/// The module that a file is: `engine/check.rs` is `[engine, check]`, `engine/mod.rs` is `[engine]`.
fn module_of(file: &str) -> Vec<String> {
    let mut module: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(module.last().map(String::as_str), Some("mod")) || file == "lib.rs" || file == "main.rs" {
        module.pop();
    }
    module
}

struct Reader {
    module: Vec<String>,
    in_tests: bool,
    out: Vec<Found>,
}

impl Reader {
    fn note(&mut self, span: Span, what: Named) {
        self.out.push(Found { line: span.start().line, what, in_tests: self.in_tests });
    }

    fn note_path(&mut self, span: Span, segments: &[String]) {
        let what = match segments.first().map(String::as_str) {
            // The binary knows the library by its name.
            Some("crate" | "sapa") => Named::Ours(segments[1..].join("::")),
            Some("self") => Named::Ours([&self.module, &segments[1..]].concat().join("::")),
            Some("super") => {
                let up = segments.iter().take_while(|s| *s == "super").count();
                let base = &self.module[..self.module.len().saturating_sub(up)];
                Named::Ours([base, &segments[up..]].concat().join("::"))
            }
            Some(_) => Named::Foreign(segments.join("::")),
            None => return,
        };
        self.note(span, what);
    }

    fn note_use(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |ident: &syn::Ident| {
            let mut path = before.to_vec();
            // `use a::b::{self}` names `a::b`.
            if before.is_empty() || ident != "self" {
                path.push(ident.to_string());
            }
            path
        };
        match tree {
            syn::UseTree::Path(path) => self.note_use(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => self.note_path(name.span(), &with(&name.ident)),
            syn::UseTree::Rename(rename) => self.note_path(rename.span(), &with(&rename.ident)),
            syn::UseTree::Glob(glob) => self.note_path(glob.span(), before),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.note_use(tree, before);
                }
            }
        }
    }

    /// Finds `a::b::c` in tokens, however deep.
    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == ':');
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Ident(first) => {
                    let span = first.span();
                    let mut path = vec![first.to_string()];
                    while colon(at + 1) && colon(at + 2) {
                        let Some(TokenTree::Ident(next)) = tokens.get(at + 3) else { break };
                        path.push(next.to_string());
                        at += 3;
                    }
                    if path == ["async"] || path == ["await"] {
                        self.note(span, Named::Async);
                    } else if path.len() > 1 {
                        self.note_path(span, &path);
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            at += 1;
        }
    }
}

fn only_in_tests(attrs: &[syn::Attribute]) -> bool {
    let test = |list: &syn::MetaList| list.tokens.to_string() == "test";
    attrs.iter().any(|a| a.path().is_ident("cfg") && a.meta.require_list().is_ok_and(test))
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let before = self.in_tests;
        self.in_tests |= only_in_tests(&item.attrs);
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
        self.in_tests = before;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_use(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
            self.note_path(path.span(), &segments);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.scan(item.tokens.clone());
        visit::visit_macro(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.scan(list.tokens.clone());
        }
        visit::visit_attribute(self, attribute);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if let Some(token) = &signature.asyncness {
            self.note(token.span(), Named::Async);
        }
        visit::visit_signature(self, signature);
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.note(block.async_token.span(), Named::Async);
        visit::visit_expr_async(self, block);
    }

    fn visit_expr_await(&mut self, wait: &'ast syn::ExprAwait) {
        self.note(wait.await_token.span(), Named::Async);
        visit::visit_expr_await(self, wait);
    }
}
