//! The operators of `IOUtils` that run commands. The host decides whether they may; see [`crate::host::Host::execute`].

use super::{natives, sequence, template, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Heap, Value, format_value, normalize, pairs, printable};

natives! {
    /// The operators of `IOUtils` that run commands.
    OPERATORS, call, "IOUtils":
    "IOExec" (v) impure => io_exec;
    "IOEnvExec" (v v) impure => io_env_exec;
    "IOExecTemplate" (v v) impure => io_exec_template;
    "IOEnvExecTemplate" (v v v) impure => io_env_exec_template;
}

/// `IOExec(command)`: runs a program, given with its arguments as a sequence.
fn io_exec<'a, H: Heap<'a>>(heap: &mut H, command: Value<'a>) -> EvalResult<Value<'a>> {
    let command = words(heap, "argument", "IOExec", command)?;
    run(heap, "IOExec", &command, &[])
}

/// `IOEnvExec(env, command)`: the same with more environment variables, the fields of a record.
fn io_env_exec<'a, H: Heap<'a>>(heap: &mut H, env: Value<'a>, command: Value<'a>) -> EvalResult<Value<'a>> {
    let variables = environment(heap, "IOEnvExec", env)?;
    let command = words(heap, "second argument", "IOEnvExec", command)?;
    run(heap, "IOEnvExec", &command, &variables)
}

/// `IOExecTemplate(template, parameters)`: runs a program whose words are templates for the parameters.
fn io_exec_template<'a, H: Heap<'a>>(
    heap: &mut H,
    command: Value<'a>,
    parameters: Value<'a>,
) -> EvalResult<Value<'a>> {
    let command = words(heap, "first argument", "IOExecTemplate", command)?;
    let parameters = words(heap, "second argument", "IOExecTemplate", parameters)?;
    let command = filled("IOExecTemplate", command, &parameters)?;
    run(heap, "IOExecTemplate", &command, &[])
}

/// `IOEnvExecTemplate(env, template, parameters)`: both.
fn io_env_exec_template<'a, H: Heap<'a>>(
    heap: &mut H,
    env: Value<'a>,
    command: Value<'a>,
    parameters: Value<'a>,
) -> EvalResult<Value<'a>> {
    let variables = environment(heap, "IOEnvExecTemplate", env)?;
    let command = words(heap, "second argument", "IOEnvExecTemplate", command)?;
    let parameters = words(heap, "third argument", "IOEnvExecTemplate", parameters)?;
    let command = filled("IOEnvExecTemplate", command, &parameters)?;
    run(heap, "IOEnvExecTemplate", &command, &variables)
}

/// The items of a sequence as texts; strings without quotes.
fn words<'a, H: Heap<'a>>(
    heap: &mut H,
    position: &str,
    operator: &str,
    of: Value<'a>,
) -> EvalResult<Vec<String>> {
    sequence(heap, position, operator, of)?.iter().map(|item| plain_text(heap, *item)).collect()
}

/// The text of a value; that of a string has no quotes.
fn plain_text<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<String> {
    match printable(heap, value)? {
        Value::String(text) => Ok(heap.symbols().text(text).to_owned()),
        other => Ok(format_value(heap.symbols(), other)),
    }
}

/// The fields of a record as environment variables.
fn environment<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    env: Value<'a>,
) -> EvalResult<Vec<(String, String)>> {
    let record = normalize(heap, env)?;
    if !matches!(record, Value::Record(_)) && !matches!(record, Value::Tuple(tuple) if tuple.items.is_empty())
    {
        return Err(wrong_argument(heap, "first argument", operator, "a record", env));
    }
    pairs(record).map(|(name, value)| Ok((plain_text(heap, name)?, plain_text(heap, value)?))).collect()
}

/// Each word of a command with the parameters filled in.
fn filled(operator: &str, command: Vec<String>, parameters: &[String]) -> EvalResult<Vec<String>> {
    let fill = |word: String| {
        template::fill(&word, parameters)
            .map_err(|error| EvalError::new(EvalErrorKind::Type, format!("{operator}: {error}.")))
    };
    command.into_iter().map(fill).collect()
}

fn run<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    command: &[String],
    variables: &[(String, String)],
) -> EvalResult<Value<'a>> {
    if command.is_empty() {
        return Err(EvalError::new(
            EvalErrorKind::Type,
            format!("{operator} needs a command, not the empty sequence."),
        ));
    }
    match heap.host().execute(command, variables) {
        Ok(done) => Ok(outcome(heap, i64::from(done.status), &done.stdout, &done.stderr)),
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {
            Err(EvalError::new(EvalErrorKind::Interrupted, format!("{operator} was interrupted.")))
        }
        Err(error) => Err(EvalError::new(
            EvalErrorKind::Io,
            format!("{operator} cannot run {}: {error}", command.first().map_or("", String::as_str)),
        )),
    }
}

/// The record that tells how a command, or a text operator, has ended.
pub(crate) fn outcome<'a, H: Heap<'a>>(heap: &mut H, status: i64, stdout: &str, stderr: &str) -> Value<'a> {
    let symbols = heap.symbols();
    let fields = vec![
        (symbols.intern("exitValue"), Value::Int(status)),
        (symbols.intern("stdout"), Value::String(symbols.intern(stdout))),
        (symbols.intern("stderr"), Value::String(symbols.intern(stderr))),
    ];
    Value::record(heap, fields)
}
