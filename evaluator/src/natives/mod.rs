//! stub
use crate::error::*; use crate::value::*;
#[derive(Clone,Copy,Debug,PartialEq,Eq)] pub struct NativeId(pub u16);
pub struct NativeInfo{pub module:&'static str,pub operator:&'static str,pub pure:bool}
pub enum NativeArg<'a>{Value(Value<'a>),Operator(Closure<'a>)}
pub fn lookup(_:&str,_:&str)->Option<NativeId>{None}
pub fn info(_:NativeId)->&'static NativeInfo{panic!()}
pub fn call<'a,H:Heap<'a>>(_:NativeId,_:&mut H,_:&[NativeArg<'a>])->EvalResult<Value<'a>>{panic!()}
