//! The search against graphs that are given as data: a naive explorer says what TLC's rules give, and the report must
//! be the same for any number of workers.

mod behaviors;
mod deepening;
mod graph;
mod halves;
mod impatient;
mod initial;
mod limits;
mod naive;
mod rules;
mod same_as_naive;
mod simulation;
mod spilling;
mod state_graph;
mod tables;
