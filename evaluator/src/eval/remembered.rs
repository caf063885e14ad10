//! Quantifiers whose truth is remembered by the values of the names that they use: inside of loops over other names they
//! would be evaluated again and again with the same ones.

use hashbrown::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::context::Cx;
use crate::env::{Bound, Env};
use crate::error::EvalResult;
use crate::ir::ExprId;
use crate::value::{self, Value};

/// No more answers than this are kept.
const ANSWER_LIMIT: usize = 1 << 16;

/// After so many questions of which less than half had been asked before, none is remembered any more.
const TRIAL: u32 = 1 << 12;

/// The answers to a closed question about bound names.
#[derive(Debug, Default)]
pub struct Remembered {
    /// The names, as links in the environment.
    pub links: Box<[u32]>,
    answers: Mutex<Answers>,
}

type Key = Box<[value::Identity]>;

#[derive(Debug, Default)]
struct Answers {
    known: HashMap<Key, bool, fxhash::FxBuildHasher>,
    asked: u32,
    hits: u32,
}

impl Remembered {
    /// Answers about the bindings with these numbers of links.
    pub(crate) fn new(links: Box<[u32]>) -> Self {
        Self { links, answers: Mutex::default() }
    }

    fn answers(&self) -> std::sync::MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answers {
    fn is_off(&self) -> bool {
        self.asked >= TRIAL && self.hits < self.asked / 2
    }
}

impl<'a> Cx<'a> {
    /// The truth of `question`, which uses no more than the remembered names.
    pub(super) fn remembered(
        &mut self,
        question: ExprId,
        remembered: &Remembered,
        env: Env<'a>,
    ) -> EvalResult<bool> {
        let Some(key) = self.remembered_key(remembered, env)? else { return self.eval_bool(question, env) };
        {
            let mut answers = remembered.answers();
            answers.asked = answers.asked.saturating_add(1);
            if let Some(answer) = answers.known.get(&key).copied() {
                answers.hits = answers.hits.saturating_add(1);
                return Ok(answer);
            }
        }
        let answer = self.eval_bool(question, env)?;
        let mut answers = remembered.answers();
        if answers.is_off() {
            answers.known = HashMap::default();
        } else if answers.known.len() < ANSWER_LIMIT {
            answers.known.insert(key, answer);
        }
        Ok(answer)
    }

    /// The identities of the values of the remembered names; none if they have none, or are not worth the while.
    fn remembered_key(&mut self, remembered: &Remembered, env: Env<'a>) -> EvalResult<Option<Key>> {
        if remembered.answers().is_off() {
            return Ok(None);
        }
        let program = self.program;
        let mut key = Vec::with_capacity(remembered.links.len());
        for &links in &remembered.links {
            let bound = match env.binding(links).get() {
                Bound::Value(bound) => bound,
                // What may never be needed must not fail.
                Bound::Delayed(expr, _) if program.ir.facts[ExprId(expr)].impure => return Ok(None),
                Bound::Delayed(..) => match self.force(env, links) {
                    Ok(bound) => bound,
                    Err(error) if error.kind == crate::error::EvalErrorKind::Interrupted => {
                        return Err(error);
                    }
                    Err(_) => return Ok(None),
                },
                Bound::Operator(..) => return Ok(None),
            };
            if !value::is_normal(bound) {
                return Ok(None);
            }
            let interned = match bound {
                Value::Bool(_) | Value::Int(_) | Value::String(_) | Value::ModelValue(_) => bound,
                composite => program.interner.intern(&program.symbols, composite),
            };
            key.push(value::identity(interned));
        }
        Ok(Some(key.into()))
    }
}
