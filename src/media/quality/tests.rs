//! The table by which the thresholds are tuned.

use std::sync::OnceLock;

use image::DynamicImage;

use super::super::draw::{FLAT, Pose, Scene, Sheet};
use super::*;

const WIDTH: usize = 900;
const HEIGHT: usize = 1200;

/// Drawing takes longer than judging, so the common scene is drawn once.
fn letter() -> Scene {
    static LETTER: OnceLock<Scene> = OnceLock::new();
    LETTER.get_or_init(|| sheet(Sheet::Letter(34), FLAT)).clone()
}

fn card() -> Scene {
    static CARD: OnceLock<Scene> = OnceLock::new();
    CARD.get_or_init(|| Scene::photo(1200, 900, Sheet::Card, FLAT)).clone()
}

fn sheet(sheet: Sheet, pose: Pose) -> Scene {
    Scene::photo(WIDTH, HEIGHT, sheet, pose)
}

fn said(picture: &DynamicImage, expect: Expect) -> (Option<Advice>, Metrics) {
    let metrics = measure(&Plane::of(picture, MEASURED_SIDE));
    (fault(&metrics, picture.width(), picture.height(), expect), metrics)
}

#[track_caller]
fn check(scene: &Scene, expected: Option<Advice>) {
    let (advice, metrics) = said(&scene.picture(), Expect::PoliceLetter);
    assert_eq!(advice, expected, "{metrics:?}");
}

#[track_caller]
fn check_card(scene: &Scene, expected: Option<Advice>) {
    let (advice, metrics) = said(&scene.picture(), Expect::Ktp);
    assert_eq!(advice, expected, "{metrics:?}");
}

#[test]
fn a_sharp_letter_is_accepted_whatever_it_is_asked_for() {
    let metrics = said(&letter().picture(), Expect::Any).1;
    for expect in [Expect::PoliceLetter, Expect::Kk, Expect::Ktp, Expect::Attorney, Expect::Any] {
        let advice = fault(&metrics, 900, 1200, expect);
        assert_eq!(advice, None, "{metrics:?}");
    }
}

#[test]
fn a_messengers_compression_costs_no_photo() {
    for quality in [50, 25] {
        let sent = image::load_from_memory(&letter().jpeg(quality)).expect("our own JPEG opens");
        let (advice, metrics) = said(&sent, Expect::PoliceLetter);
        assert_eq!(advice, None, "{quality} {metrics:?}");
    }
}

#[test]
fn a_blurry_photo_is_asked_for_again_and_a_soft_one_is_not() {
    for (sigma, expected) in
        [(1.0, None), (1.5, None), (4.0, Some(Advice::Blurry)), (8.0, Some(Advice::Blurry))]
    {
        check(&letter().blurred(sigma), expected);
    }
}

#[test]
fn grain_does_not_pass_for_sharpness() {
    check(&letter().grainy(4.0), None);
    check(&letter().grainy(12.0), None);
    check(&letter().blurred(4.0).grainy(6.0), Some(Advice::Blurry));
}

#[test]
fn a_shaken_photo_is_blurry_in_one_direction() {
    check(&letter().shaken(3), None);
    check(&letter().shaken(15), Some(Advice::Blurry));
}

#[test]
fn a_page_with_little_text_is_judged_by_that_text() {
    let few = sheet(Sheet::Letter(3), FLAT);
    check(&few, None);
    check(&few.blurred(4.0), Some(Advice::Blurry));
}

#[test]
fn a_quarter_of_the_light_is_too_dark_and_half_is_enough() {
    for (light, expected) in [(0.25, Some(Advice::Dark)), (0.4, None), (0.5, None), (0.75, None)] {
        check(&letter().brightness(light), expected);
    }
    check(&letter().brightness(0.25).grainy(4.0), Some(Advice::Dark));
}

#[test]
fn a_bright_page_on_a_black_table_is_not_dark() {
    let paper_only = sheet(Sheet::Letter(34), Pose { room: 2.0, ..FLAT });
    check(&paper_only.lit(|_, _, light| if light < 125.0 { light * 0.1 } else { light }), None);
}

#[test]
fn turned_tilted_and_distant_pages_are_accepted() {
    for pose in [
        Pose { turn: 4.0, ..FLAT },
        Pose { turn: -12.0, room: 1.5, ..FLAT },
        Pose { turn: 180.0, ..FLAT },
        Pose { lean: 0.35, room: 1.3, ..FLAT },
        Pose { room: 2.0, turn: 8.0, ..FLAT },
    ] {
        check(&sheet(Sheet::Letter(34), pose), None);
    }
}

#[test]
fn a_photo_of_nothing_is_no_document() {
    let plain = |light: fn(f32, f32) -> f32| Scene::draw(WIDTH, HEIGHT, light);
    check(&plain(|_, _| 180.0), Some(Advice::NotDocument));
    check(&plain(|x, y| 60.0 + x / 12.0 + y / 20.0), Some(Advice::NotDocument));
    check(&plain(|x, _| 60.0 + x / 12.0).grainy(8.0), Some(Advice::NotDocument));
    check(&plain(|_, _| 128.0).grainy(60.0), Some(Advice::NotDocument));
    let ball = plain(|x, y| if (x - 400.0).hypot(y - 500.0) < 250.0 { 200.0 } else { 90.0 }).blurred(0.7);
    check(&ball, Some(Advice::NotDocument));
    assert_eq!(said(&ball.picture(), Expect::Any).0, None);
}

/// A lamp mirrored at a point, by its size.
fn lamp(scene: Scene, x: f32, y: f32, size: f32) -> Scene {
    scene.brightness(0.75).lit(|px, py, light| {
        light + 320.0 * (-((px - x).powi(2) + (py - y).powi(2)) / (2.0 * size * size)).exp()
    })
}

#[test]
fn a_lamp_mirrored_in_the_middle_is_glare_and_a_small_shine_is_not() {
    check_card(&lamp(card(), 480.0, 400.0, 130.0), Some(Advice::Glare));
    check_card(&lamp(card(), 480.0, 400.0, 40.0), None);
    check(&lamp(letter(), 450.0, 560.0, 170.0), Some(Advice::Glare));
    check(&lamp(letter(), 450.0, 560.0, 50.0), None);
}

#[test]
fn white_paper_in_full_light_is_not_glare() {
    check(&letter().brightness(1.3), None);
    check(&sheet(Sheet::Letter(3), FLAT).brightness(1.35), None);
    check(&sheet(Sheet::Letter(3), Pose { room: 1.6, ..FLAT }).brightness(1.5), None);
}

#[test]
fn a_card_is_accepted_and_a_blurry_one_is_not() {
    check_card(&card(), None);
    check_card(&card().grainy(5.0), None);
    check_card(&card().blurred(5.0), Some(Advice::Blurry));
}

#[test]
fn a_page_whose_lines_leave_the_photo_is_cropped() {
    check(&sheet(Sheet::Letter(34), Pose { room: 0.7, ..FLAT }), Some(Advice::Cropped));
    check(&sheet(Sheet::Letter(34), Pose { aside: 0.3, ..FLAT }), Some(Advice::Cropped));
    // The sheet's margins are cut, its text is not: complete enough.
    check(&sheet(Sheet::Letter(34), Pose { room: 0.97, ..FLAT }), None);
}

#[test]
fn a_picture_without_room_for_print_is_too_small() {
    let sharp = said(&letter().picture(), Expect::PoliceLetter).1;
    let check = |width, height, expect, expected| {
        assert_eq!(fault(&sharp, width, height, expect), expected, "{width}x{height}");
    };
    check(300, 190, Expect::PoliceLetter, Some(Advice::TooSmall));
    check(640, 480, Expect::Kk, Some(Advice::TooSmall));
    check(1600, 500, Expect::PoliceLetter, Some(Advice::TooSmall));
    check(1280, 576, Expect::PoliceLetter, None);
    check(960, 720, Expect::Attorney, None);
    check(640, 480, Expect::Ktp, None);
    check(300, 190, Expect::Any, Some(Advice::TooSmall));
}

#[test]
fn a_picture_smaller_than_a_tile_is_measured_without_harm() {
    for (width, height) in [(1, 1), (1, 900), (39, 39), (900, 1), (41, 7)] {
        let metrics = measure(&Plane::of(&Scene::draw(width, height, |x, _| x).picture(), MEASURED_SIDE));
        assert_eq!(metrics.detail, 0.0);
    }
}
