//! Speed-up and efficiency as pictures: a curve for each model, whole lines for tern, dashed ones for TLC.

use super::measure::run::Tool;
use super::speed_up::Point;
use plotters::prelude::*;
use plotters::series::DashedLineSeries;
use std::path::Path;

/// Which of the two is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    SpeedUp,
    Efficiency,
}

/// The points of a model and a tool.
pub(crate) struct Curve {
    pub(crate) model: String,
    pub(crate) tool: Tool,
    pub(crate) points: Vec<Point>,
}

const SIZE: (u32, u32) = (900, 560);

/// How far the curves and the legend are from the edges.
const MARGIN: u32 = 16;
const LEGEND_WIDTH: u32 = 190;

/// plotters writes texts smaller than it is told to.
const LETTERS: (&str, i32) = ("sans-serif", 17);
const TITLE: (&str, i32) = ("sans-serif", 24);

/// Draws all curves, and what would be perfect, into a file.
pub(crate) fn draw(file: &Path, what: What, curves: &[Curve]) -> Result<(), Box<dyn std::error::Error>> {
    let area = SVGBackend::new(file, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let most = curves.iter().flat_map(|curve| &curve.points).map(|point| point.workers).max().unwrap_or(1);
    let value = |point: &Point| match what {
        What::SpeedUp => point.speed_up,
        What::Efficiency => point.efficiency(),
    };
    let perfect = |workers: f64| if what == What::SpeedUp { workers } else { 1.0 };
    let highest =
        curves.iter().flat_map(|curve| &curve.points).map(value).fold(perfect(most as f64), f64::max);
    let (title, axis) = match what {
        What::SpeedUp => ("Speed-up by number of workers", "time with one worker / time"),
        What::Efficiency => ("Efficiency by number of workers", "speed-up / workers"),
    };
    let mut chart = ChartBuilder::on(&area)
        .caption(title, TITLE)
        .margin(MARGIN)
        .margin_right(LEGEND_WIDTH)
        .x_label_area_size(40)
        .y_label_area_size(56)
        .build_cartesian_2d(1.0..(most as f64).max(2.0), 0.0..highest * 1.05)?;
    chart
        .configure_mesh()
        .x_desc("workers")
        .y_desc(axis)
        .x_labels(most.clamp(2, 16))
        .x_label_formatter(&|workers| {
            if workers.fract() == 0.0 { workers.to_string() } else { String::new() }
        })
        .label_style(LETTERS)
        .axis_desc_style(LETTERS)
        .light_line_style(TRANSPARENT)
        .draw()?;
    let ends = [1.0, (most as f64).max(2.0)].map(|workers| (workers, perfect(workers)));
    chart.draw_series(LineSeries::new(ends, BLACK.mix(0.4)))?;
    let mut models: Vec<&str> = curves.iter().map(|curve| curve.model.as_str()).collect();
    models.dedup();
    for curve in curves {
        let number = models.iter().position(|model| *model == curve.model).unwrap_or(0);
        let color = Palette99::pick(number).to_rgba();
        let points = || curve.points.iter().map(|point| (point.workers as f64, value(point)));
        match curve.tool {
            Tool::Tern => chart.draw_series(LineSeries::new(points(), color.stroke_width(2)))?,
            Tool::Tlc => chart.draw_series(DashedLineSeries::new(points(), 6, 4, color.stroke_width(2)))?,
        };
        chart.draw_series(points().map(|point| Circle::new(point, 3, color.filled())))?;
    }
    legend(&area, &models)?;
    area.present()?;
    Ok(())
}

/// Beside the curves: which color is which model.
fn legend(
    area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    models: &[&str],
) -> Result<(), Box<dyn std::error::Error>> {
    let left = (SIZE.0 - LEGEND_WIDTH + MARGIN) as i32;
    let font = LETTERS.into_font();
    let mut top = 60;
    let gray = BLACK.mix(0.4).to_rgba();
    let entry = |top: i32, label: &str, color: RGBAColor| -> Result<(), Box<dyn std::error::Error>> {
        area.draw(&PathElement::new([(left, top), (left + 24, top)], color.stroke_width(2)))?;
        area.draw(&Text::new(label.to_owned(), (left + 30, top - 7), font.clone()))?;
        Ok(())
    };
    for (number, model) in models.iter().enumerate() {
        entry(top, model, Palette99::pick(number).to_rgba())?;
        top += 20;
    }
    entry(top, "perfect", gray)?;
    area.draw(&Text::new("TLC: dashed", (left, top + 20), font.clone()))?;
    Ok(())
}
