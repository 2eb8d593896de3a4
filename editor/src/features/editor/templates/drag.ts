// What a template that is dragged onto the canvas carries: its id.
export const TEMPLATE_DRAG = "application/x-opsconductor-template";
